"""What `parvis doctor` looks at in the titles' own settings: where they are read, who signs their readers in, their feeds."""

import platform
from importlib.metadata import version

import django
from django.conf import settings

from parvis import __version__
from parvis.config.findings import Finding
from parvis.members.sealing import LostSecret, unseal
from parvis.members.signing.models import Issuer, SigningKey
from parvis.publishers.models import Origin, Title
from parvis.publishers.supplies import ArticleFeed

#: The packages whose version one is asked for first.
TOLD = ("psycopg", "granian", "procrastinate", "django-allauth")


def versions_are_told() -> Finding:
    """The versions in use; never wrong, but asked for first when something is."""
    others = ", ".join(f"{name} {version(name)}" for name in TOLD)
    words = f"Parvis {__version__}, Python {platform.python_version()}, Django {django.__version__}, {others}"
    return Finding("versions", True, words)


def origins_are_set() -> Finding:
    """Whether each title has a site, and none without TLS once the installation is public."""
    without = list(Title.objects.filter(origins__isnull=True).order_by("key").values_list("key", flat=True))
    if without:
        advice = "Add one in the settings of the title: /desk/KEY/sites/."
        return Finding("origins", False, f"no site for {', '.join(without)}", advice)
    is_public = settings.ENVIRONMENT.PARVIS_ADDRESS.startswith("https://")
    plain = list(Origin.objects.filter(origin__startswith="http://").order_by("origin").values_list("origin", flat=True))
    words = f"{Origin.objects.count()} origins of {Title.objects.count()} titles"
    if is_public and plain:
        words += f"; not https: {', '.join(plain[:3])}"
        return Finding("origins", False, words, "Serve those pages by https, or remove them.")
    return Finding("origins", True, words)


def tokens_can_be_checked() -> Finding:
    """Whether every shared secret opens with this installation's key, and every issuer's keys were read."""
    current = SigningKey.objects.filter(retired_at__isnull=True)
    lost = [key.kid for key in current if key.sealed_secret and not _opens(bytes(key.sealed_secret))]
    if lost:
        words = f"sealed with another PARVIS_SECRET_KEY: {', '.join(lost[:3])}"
        return Finding("tokens", False, words, "Give back that secret (a backup holds it), or make new keys.")
    troubled = [one for one in Issuer.objects.filter(retired_at__isnull=True).order_by("pk") if one.fault]
    if troubled:
        words = f"keys of {troubled[0].issuer} are not read: {troubled[0].trouble}"
        return Finding("tokens", False, words, f"Look at {troubled[0].address}; the keys read before are still believed.")
    return Finding("tokens", True, f"{current.count()} keys")


def feeds_are_read() -> Finding:
    """Whether the feeds and sitemaps that bring articles answer."""
    current = ArticleFeed.objects.filter(ended_at__isnull=True)
    failing = list(current.filter(failures__gt=2).order_by("-failures")[:3])
    words = f"{current.count()} feeds and sitemaps"
    if failing:
        told = ", ".join(f"{feed.address} ({feed.failures} times)" for feed in failing)
        return Finding("feeds", False, f"{words}; failing: {told}", "See its last error in the sites of the title.")
    return Finding("feeds", True, words)


def _opens(sealed: bytes) -> bool:
    try:
        unseal(sealed)
    except LostSecret:
        return False
    return True
