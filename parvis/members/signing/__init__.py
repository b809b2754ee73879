"""Single sign-on: whom a publisher's signed token lets in, and the keys it is believed by.

Nouns: SigningKey (a shared secret, or a public key pasted here), Issuer (who publishes public keys at an address).
"""
