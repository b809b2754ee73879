"""What the room does when told a fact."""

from django.conf import settings

from parvis.journal.models import Fact
from parvis.machines.acts import retire_keys_without_seat
from parvis.machines.jobs import mail_webhook_disabled
from parvis.publishers.models import Seat


def retire_keys_of_an_ended_seat(fact: Fact) -> None:
    """A key dies with the seat that made it (it opened nothing since that very moment; now the page says so too)."""
    seat = Seat.objects.filter(pk=fact.data["seat_id"]).first()
    if seat is not None:
        retire_keys_without_seat(account_id=seat.account_id, group_id=seat.group_id)


def tell_the_maker(fact: Fact) -> None:
    """Has whoever opened a webhook told that it is disabled."""
    mail_webhook_disabled.defer(endpoint_id=fact.data["endpoint_id"], address=settings.PARVIS_ADDRESS)
