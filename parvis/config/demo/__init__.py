"""The demo newsroom: a French press group that does not exist, with its titles, readers, quarrels and decisions.

Nouns: Story (an article and its conversation), Line (a post as written), Agenda (what happens when).
Verbs: `build` it, ask whether it `is_built`, `wipe` it, `serve_from` an address.
"""

from parvis.config.demo.building import Built, build, is_built, serve_from
from parvis.config.demo.wiping import wipe

__all__ = ["Built", "build", "is_built", "serve_from", "wipe"]
