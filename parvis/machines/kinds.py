"""The facts a publisher's machine may be told, under the names it knows them by: `post.held` is PostHeld."""

import re

from parvis.journal.facts import CATALOGUE

#: Facts about what one reader does for themself alone are nobody else's business.
UNTOLD: frozenset[str] = frozenset({"WebhookDisabled"})

#: A trial, sent by hand.
PING = "webhook.ping"


def kind_of(fact_name: str) -> str:
    """`post.held` for PostHeld, `api_key.made` for ApiKeyMade: the last word is what happened."""
    *noun, verb = re.findall(r"[A-Z][a-z]*", fact_name)
    return f"{'_'.join(noun).lower()}.{verb.lower()}"


#: Name told to name of the fact, in the order of the catalogue.
KINDS: dict[str, str] = {kind_of(name): name for name in CATALOGUE if name not in UNTOLD}

#: What a new endpoint is told unless other facts are chosen: the life of posts and threads.
USUAL = tuple(kind for kind in KINDS if kind.startswith(("post.", "thread.", "case.", "decision.")))
