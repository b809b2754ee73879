"""Reading an issuer's keys at its address: seldom, within a bounded time, keeping the old ones when it is down."""

from datetime import timedelta

from parvis.kit.fetching import fetch_json
from parvis.kit.refusals import ServiceDown
from parvis.members.models import Fault, Issuer
from parvis.members.signing.acts import FLOOR, claim_reading, keep_fault, keep_keys
from parvis.members.signing.public_keys import PublicKey, UnusableSet, published_keys

LONGEST_SET = 200_000
#: A reader waits for this at most, once a minute at most: afterwards the keys are at hand.
SECONDS = 2.0


def known_key(issuer: Issuer, kid: str) -> PublicKey | None:
    """The issuer's key of that name: of those kept, else of those read again when one may ask. None when it has none."""
    found = _kept(issuer, kid)
    if found or not read_again(issuer):
        return found
    issuer.refresh_from_db(fields=["keys"])
    return _kept(issuer, kid)


def read_again(issuer: Issuer, *, floor: timedelta = FLOOR) -> bool:
    """Asks the issuer's address unless someone did within `floor`; gives whether new keys were read."""
    if not claim_reading(issuer_id=issuer.pk, floor=floor):
        return False
    try:
        keys = published_keys(fetch_json(issuer.address, limit_bytes=LONGEST_SET, seconds=SECONDS))
    except ServiceDown as down:
        keep_fault(issuer_id=issuer.pk, fault=Fault.DOWN, detail=str(down))
    except UnusableSet as unusable:
        keep_fault(issuer_id=issuer.pk, fault=unusable.fault)
    else:
        keep_keys(issuer_id=issuer.pk, keys=keys)
        return True
    return False


def _kept(issuer: Issuer, kid: str) -> PublicKey | None:
    return next((PublicKey(**key) for key in issuer.keys if key["kid"] == kid), None)
