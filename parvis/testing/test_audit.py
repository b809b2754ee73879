"""The audit fails for an advisory, and for nothing else."""

from parvis.testing.audit import sentences


def test_an_advisory_fails_and_names_the_package() -> None:
    said = {
        "dependencies": [
            {"name": "django", "version": "1.0", "vulns": [{"id": "CVE-1"}]},
            {"name": "a", "version": "1", "vulns": []},
        ]
    }
    assert sentences(said) == (["django 1.0: CVE-1", "2 packages audited, 1 concerned"], False)


def test_advisories_that_cannot_be_asked_for_are_said_and_do_not_fail() -> None:
    skipped = {"dependencies": [{"name": "django", "skip_reason": "not found"}]}
    for said in (None, skipped, {"dependencies": []}):
        lines, is_well = sentences(said)
        assert is_well
        assert "nothing was audited" in lines[0]
