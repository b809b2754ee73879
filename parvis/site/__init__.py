"""The square: the titles' public pages, readable without JavaScript.

Pages: the front (`/`), a title, a thread and the rest of a branch, the charter, a member's own page.
"""
