"""What follows asking for a copy."""

from parvis.journal.models import Fact
from parvis.members.leaving.jobs import make_export


def make_the_copy(fact: Fact) -> None:
    """Has the worker make the copy."""
    make_export.configure(queueing_lock=f"export-{fact.data['export_id']}").defer(export_id=fact.data["export_id"])
