"""Both languages of the settings pages, whole."""

from pathlib import Path

from parvis.desk.configuration.sentences import CHECKS, OUTCOMES, ROLES, SETTINGS
from parvis.desk.configuration.token_sentences import FAULTS, STEPS
from parvis.moderation.screens import CHECKS as ALL_CHECKS
from parvis.moderation.tables import SEVERITY
from parvis.publishers.models import Role
from parvis.publishers.policies import EffectivePolicy

FRENCH = Path(__file__).parents[1] / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def test_everything_that_can_be_set_has_its_sentence():
    assert set(CHECKS) == set(ALL_CHECKS)
    assert set(OUTCOMES) == set(SEVERITY)
    assert set(ROLES) == set(Role.values)
    assert set(SETTINGS) == set(EffectivePolicy.__dataclass_fields__)
    assert {fault.split(".")[0] for fault in FAULTS} == set(STEPS)


def test_no_french_sentence_is_missing():
    entries = FRENCH.read_text(encoding="utf-8").split("\n\n")[1:]
    assert [entry for entry in entries if 'msgstr ""' in entry or "fuzzy" in entry] == []
