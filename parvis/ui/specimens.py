"""Invented content for the style guide: what a page could say on an ordinary day at Le Courrier de la Baie."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.kit import clock

THEMES = {"light": gettext_lazy("By day"), "dark": gettext_lazy("By night")}
TITLE = {"name": "Le Courrier de la Baie", "accent": "#1f4e79"}
GROUNDS = ["paper", "paper-sunk", "paper-raised", "line", "edge", "evidence"]
INKS = ["ink", "ink-soft", "ink-faint", "accent", "held", "danger", "slate"]


class Specimen(forms.Form):
    """One field of each sort."""

    pseudonym = forms.CharField(
        label=gettext_lazy("Pseudonym"), help_text=gettext_lazy("Shown beside your posts. One per group."), max_length=40
    )
    mail = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    rule = forms.ChoiceField(
        label=gettext_lazy("Rule of the charter"),
        choices=[("1", "1. On se répond, on ne s’attaque pas"), ("2", "2. On reste dans le sujet")],
    )
    words = forms.CharField(label=gettext_lazy("Reason, as the author will read it"), widget=forms.Textarea(attrs={"rows": 3}))
    code = forms.CharField(
        label=gettext_lazy("Code received by mail"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Moderation"),
        widget=forms.RadioSelect,
        choices=[("post", gettext_lazy("After publication")), ("pre", gettext_lazy("Before publication"))],
    )
    mailed = forms.BooleanField(
        label=gettext_lazy("Write to the author"), help_text=gettext_lazy("With the reason and the rule."), required=False
    )


def components() -> dict[str, Any]:
    """What the style guide shows: its sections, and each theme with forms of its own (so that no id is twice on the page)."""
    sections = [
        ("colours", _("Paper and inks")),
        ("type", _("Letters")),
        ("icons", _("Icons")),
        ("buttons", _("Buttons")),
        ("fields", _("Fields")),
        ("marks", _("Marks")),
        ("notices", _("Notices")),
        ("lists", _("Lists")),
        ("floats", _("Floats")),
        ("posts", _("Posts")),
    ]
    return {
        "sections": [{"name": name, "label": label, "template": f"ui/styleguide/_{name}.html"} for name, label in sections],
        "sheets": [_sheet(theme, str(label)) for theme, label in THEMES.items()],
        "grounds": GROUNDS,
        "inks": INKS,
        "moments": _moments(),
        "tabs": _tabs(),
        "rows": _rows(),
    }


def _sheet(theme: str, label: str) -> dict[str, Any]:
    filled = {
        "pseudonym": "Lison B.",
        "mail": "lison@",
        "rule": "1",
        "words": "",
        "code": "204 518",
        "mode": "post",
        "mailed": "on",
    }
    return {"theme": theme, "label": label, "form": Specimen(filled, auto_id=f"{theme}-%s"), "dialog": f"dialog-{theme}"}


def _moments() -> list[Any]:
    distances = [
        timedelta(seconds=8),
        timedelta(minutes=7),
        timedelta(hours=3),
        timedelta(days=1),
        timedelta(days=4),
        timedelta(days=40),
        timedelta(days=500),
    ]
    return [clock.now() - distance for distance in distances]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"label": _("To judge"), "url": "#", "count": 14, "current": True},
        {"label": _("Snoozed"), "url": "#", "count": 2},
        {"label": _("Judged"), "url": "#", "count": None},
    ]


def _rows() -> list[dict[str, Any]]:
    return [
        {"name": "Lison B.", "posts": "1 204", "refused": "3", "standing": "published"},
        {"name": "Marin d’eau douce", "posts": "87", "refused": "11", "standing": "held"},
        {"name": "Yvonne K.", "posts": "2", "refused": "2", "standing": "refused"},
    ]


def desk_frame() -> dict[str, Any]:
    """The staff's frame: a queue of five, one chosen."""
    return {
        "title": TITLE,
        "titles": [{"name": TITLE["name"], "url": "#", "current": True}, {"name": "L’Estuaire", "url": "#", "current": False}],
        "seat": {"name": "Awa Le Goff", "role": _("Moderator")},
        "account_links": [{"label": _("My account"), "url": "#"}],
        "nav": _places(),
        "tabs": _tabs(),
        "cases": _cases(),
    }


def _places() -> list[dict[str, Any]]:
    return [
        {"label": _("Queue"), "url": "#", "icon": "queue", "count": 14, "current": True, "key": "g f"},
        {"label": _("Conversations"), "url": "#", "icon": "talk", "key": "g c"},
        {"label": _("Members"), "url": "#", "icon": "members", "key": "g m"},
        {"label": _("Charter"), "url": "#", "icon": "charter"},
        {"label": _("Words"), "url": "#", "icon": "words"},
        {"label": _("Settings"), "url": "#", "icon": "settings"},
        {"label": _("Team"), "url": "#", "icon": "team"},
    ]


def _cases() -> list[dict[str, Any]]:
    now = clock.now()
    said = [
        (
            "Marin d’eau douce",
            "Encore un maire qui découvre la mer le jour des inaugurations. Bravo, quel talent, vraiment.",
            "watched",
            4,
        ),
        (
            "Yvonne K.",
            "Vous êtes tous des vendus, et le journal avec. Allez donc compter les bateaux au lieu d’écrire n’importe quoi.",
            "insult",
            9,
        ),
        (
            "Corentin",
            "Pour ceux que ça intéresse, j’ai les mêmes horaires de bac sur mon site, appelez-moi au 06 12…",
            "private",
            21,
        ),
        (
            "Lison B.",
            "La digue a déjà cédé en 1987, mon père y était. On nous promettait la même chose, presque mot pour mot.",
            "new",
            34,
        ),
        ("PapyVoile", "URGENT !!! LE PORT VA FERMER ET PERSONNE NE DIT RIEN", "shouting", 52),
    ]
    about = {
        "watched": _("watched word"),
        "insult": _("insult"),
        "private": _("phone number"),
        "new": _("newcomer"),
        "shouting": _("shouting"),
    }
    return [
        {"name": n, "words": w, "about": about[a], "at": now - timedelta(minutes=m), "current": i == 1}
        for i, (n, w, a, m) in enumerate(said)
    ]


def site_frame() -> dict[str, Any]:
    """The readers' frame: a thread of a few posts."""
    return {
        "title": TITLE,
        "nav": [{"label": _("Discussions"), "url": "#", "current": True}, {"label": _("Selected by the newsroom"), "url": "#"}],
        "charter_url": "#",
        "contact_url": "#",
        "moments": _moments(),
    }


def doorway_frame() -> dict[str, Any]:
    """The frame of one thing to do: a code to type."""
    return {"title": TITLE, "form": Specimen(auto_id="door-%s")}


FRAMES: dict[str, Callable[[], dict[str, Any]]] = {"desk": desk_frame, "site": site_frame, "doorway": doorway_frame}
