"""What is checked in a token, and what may be wrong with it, said in sentences."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final[dict[str, Promise]] = {
    "shape": _("Form"),
    "crit": _("Extensions (crit)"),
    "algorithm": _("Algorithm"),
    "kid": _("Key (kid)"),
    "signature": _("Signature"),
    "iss": _("Issuer (iss)"),
    "aud": _("Audience (aud)"),
    "exp": _("Expiry (exp)"),
    "nbf": _("Not before (nbf)"),
    "iat": _("Issued at (iat)"),
    "sub": _("Reader (sub)"),
    "name": _("Pseudonym (name)"),
}

FAULTS: Final[dict[str, Promise]] = {
    "shape.parts": _("This is not a token: three parts joined by dots are expected, %(parts)s found, or one is damaged."),
    "shape.too_long": _("This token is too long: %(most)s characters at most. Leave out what the discussion does not use."),
    "crit.unknown": _("The header asks for extensions (“crit”) that are not understood here: leave them out."),
    "algorithm.other": _("Sign with HS256, RS256 or ES256: this token says “%(alg)s”."),
    "algorithm.pinned": _("This token says “%(alg)s”, but its key is believed with %(expected)s only."),
    "kid.missing": _("The header has no “kid”: put the key’s name there."),
    "kid.unknown": _("No key of this group is called “%(kid)s”."),
    "kid.not_published": _("No key called “%(kid)s” is published at %(address)s, last read on %(at)s. %(fault)s"),
    "kid.never_read": _("The keys published at %(address)s could not be read yet. %(fault)s"),
    "kid.other_title": _("The key “%(kid)s” belongs to another title."),
    "kid.retired": _("The key “%(kid)s” was retired: sign with a current one."),
    "signature.no_key": _("Cannot be checked without a known key."),
    "signature.other_secret": _("It was signed with another secret, or changed afterwards."),
    "signature.other_key": _("It was not signed with the private half of this key, or was changed afterwards."),
    "signature.lost": _("The secret can no longer be read here: make a new key."),
    "iss.no_key": _("Cannot be checked without a known key."),
    "iss.missing": _("“iss” is missing: it must be “%(expected)s”."),
    "iss.other": _("“iss” is “%(iss)s”, but the key expects “%(expected)s”."),
    "aud.missing": _("“aud” is missing: it must be “%(title)s” (this title) or “%(group)s” (the group)."),
    "aud.other": _("“aud” is “%(aud)s”: it must hold “%(title)s” (this title) or “%(group)s” (the group)."),
    "exp.missing": _("“exp” is missing: say when the token ends, in seconds since 1970."),
    "exp.not_a_date": _("“exp” is not a number of seconds since 1970."),
    "exp.past": _("The token has expired (%(at)s)."),
    "nbf.not_a_date": _("“nbf” is not a number of seconds since 1970."),
    "nbf.future": _("The token is not yet valid: “nbf” is in the future (%(at)s)."),
    "iat.missing": _("“iat” is missing: say when the token was made, in seconds since 1970."),
    "iat.not_a_date": _("“iat” is not a number of seconds since 1970."),
    "iat.future": _("“iat” is in the future (%(at)s): is the clock of your server right?"),
    "iat.no_key": _("Made on %(at)s; its age cannot be checked without a known key."),
    "iat.old": _("The token was made on %(at)s: this key believes one for %(minutes)s minutes. Make it at each page."),
    "sub.missing": _("“sub” is missing, or is not text: it is your own number for this reader, always the same."),
    "name.missing": _("No pseudonym: the reader will choose one before posting."),
}
