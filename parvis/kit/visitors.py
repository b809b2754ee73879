"""What tells one visitor from another, without keeping who they are."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: the proxy's word when it is trusted, /64 for IPv6; never stored as it is."""
    given: str = request.META.get("REMOTE_ADDR", "")
    if settings.ENVIRONMENT.PARVIS_TRUST_PROXY:
        given = request.headers.get("X-Forwarded-For", given).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given[:64]
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
