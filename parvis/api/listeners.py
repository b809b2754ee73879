"""What the room does when told a fact."""

from parvis.api.payloads import data_of
from parvis.journal.models import Fact
from parvis.machines.acts import queue_sendings
from parvis.machines.kinds import kind_of
from parvis.machines.reads import listening_in


def queue_for_webhooks(fact: Fact) -> None:
    """Queues the fact for every endpoint that asks for it, of its title or of the whole group.

    Asked of every fact: no query at all where nobody listens.
    """
    if fact.group_id is None:
        return
    kind = kind_of(fact.name)
    told = [one.pk for one in listening_in(fact.group_id) if kind in one.facts and one.title_id in (None, fact.title_id)]
    if told:
        queue_sendings(endpoint_ids=told, fact_id=fact.pk, kind=kind, data=data_of(fact), at=fact.at)
