"""OpenID Connect: a group's own identity server signs its readers in, and its staff when the group says so.

Noun: IdentityServer. An account here is never taken over because a server says the same mail address.
"""
