"""Machines: the keys by which they come in, and the webhooks by which they are told.

Nouns: ApiKey, Scope, Endpoint, Sending, Attempt.
Verbs: make and retire a key; open, change, rotate, ping and retire an endpoint; queue, note and send again.
"""
