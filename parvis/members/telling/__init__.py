"""Telling members things: how each kind is told, in the page and by letters, at once or gathered.

Nouns: Notice (in models.py), NoticeChoice, KeptMail, Mailing, DigestRun.
Verbs: tell, drop, see, choose, keep a mail, gather, send.
"""
