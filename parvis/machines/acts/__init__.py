"""The verbs of machines: the only code that writes this room's tables."""

from parvis.machines.acts.endpoints import (
    NewEndpoint,
    change_endpoint,
    disable_endpoint,
    enable_endpoint,
    open_endpoint,
    retire_endpoint,
    rotate_secret,
)
from parvis.machines.acts.keys import NewApiKey, make_api_key, note_key_used, retire_api_key, retire_keys_without_seat
from parvis.machines.acts.sendings import (
    Outcome,
    forget_old_sendings,
    note_attempt,
    ping_endpoint,
    queue_sendings,
    send_again,
    take_due,
)

__all__ = [
    "NewApiKey",
    "NewEndpoint",
    "Outcome",
    "change_endpoint",
    "disable_endpoint",
    "enable_endpoint",
    "forget_old_sendings",
    "make_api_key",
    "note_attempt",
    "note_key_used",
    "open_endpoint",
    "ping_endpoint",
    "queue_sendings",
    "retire_api_key",
    "retire_endpoint",
    "retire_keys_without_seat",
    "rotate_secret",
    "send_again",
    "take_due",
]
