"""Where one may go from the rail."""

from django.utils.translation import gettext_lazy

#: The places of the rail: its name in `desk:`, what it is called, its icon, its keys, and the capability it asks for.
PLACES = [
    ("queue", gettext_lazy("Queue"), "queue", "g q", "moderate"),
    ("now", gettext_lazy("Now"), "eye", "g n", "read"),
    ("threads", gettext_lazy("Discussions"), "talk", "g t", "read"),
    ("search", gettext_lazy("Search"), "search", "g r", "read"),
    ("members", gettext_lazy("Members"), "members", "g m", "members"),
    ("decisions", gettext_lazy("Decisions"), "check", "g d", "moderate"),
    ("figures", gettext_lazy("Our figures"), "team", "", "outside"),
    ("charter", gettext_lazy("Charter"), "charter", "g c", "read"),
    ("rules", gettext_lazy("Writing the charter"), "note", "", "configure"),
    ("reasons", gettext_lazy("Texts for decisions"), "quote", "", "configure"),
    ("words", gettext_lazy("Words"), "words", "g w", "configure"),
    ("table", gettext_lazy("Decision table"), "filter", "", "configure"),
    ("settings", gettext_lazy("Settings"), "settings", "g s", "configure"),
    ("spaces", gettext_lazy("Spaces"), "parvis", "", "configure"),
    ("look", gettext_lazy("Look"), "eye", "", "configure"),
    ("sites", gettext_lazy("Sites"), "globe", "", "configure"),
    ("articles", gettext_lazy("Articles"), "article", "", "configure"),
    ("entry", gettext_lazy("Readers’ sign-in"), "lock", "", "configure"),
    ("team", gettext_lazy("Team"), "team", "", "invite"),
    ("firms", gettext_lazy("Outside firms"), "person", "", "invite"),
    ("bylines", gettext_lazy("Signatures"), "article", "", "host"),
    ("api_keys", gettext_lazy("API keys"), "lock", "", "configure"),
    ("webhooks", gettext_lazy("Webhooks"), "bell", "", "configure"),
]
