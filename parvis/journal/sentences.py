"""A fact in words, in the reader's language."""

from django.utils.translation import gettext

from parvis.journal.facts import CATALOGUE
from parvis.journal.models import Fact


def said(fact: Fact) -> str:
    """The sentence of the fact with its own values; its bare name when its kind is no longer known."""
    kind = CATALOGUE.get(fact.name)
    if kind is None:
        return fact.name
    try:
        return gettext(kind.SENTENCE).format(**fact.data)
    except (KeyError, IndexError):  # written by an older version, without this value
        return gettext(kind.SENTENCE)
