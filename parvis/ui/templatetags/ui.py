"""`{% load ui %}`: icons, buttons, standings, faces, times, keys; dialogs, menus and notices around a content."""

import re
from datetime import datetime

from django import template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from parvis.kit import clock
from parvis.ui import faces, moments
from parvis.ui.icons import ICONS

register = template.Library()

STANDINGS: dict[str, str | Promise] = {
    "published": _("Published"),
    "held": _("Held"),
    "refused": _("Refused"),
    "removed": _("Removed"),
    "withdrawn": _("Withdrawn"),
    "hidden": _("Hidden"),
}
NOTICE_ICONS = {"info": "info", "good": "check", "care": "warning", "bad": "refuse"}
COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The icon `name` as inline SVG; silent to screen readers unless it has a `label`. Raises KeyError for an unknown name."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    inside = mark_safe(ICONS[name])  # noqa: S308  # written in icons.py
    return format_html('<svg class="icon" viewBox="0 0 20 20" width="20" height="20" {}>{}</svg>', voice, inside)


@register.simple_tag
def button(
    label: str, kind: str = "", icon: str = "", after: str = "", key: str = "", href: str = "", **attributes: object
) -> SafeString:
    """A button, or a link that looks like one when it has an `href`.

    `kind`: any of primary, danger, quiet, small, square (label then for screen readers only), wide.
    `icon` stands before the words, `after` behind them; `key` is its keyboard shortcut.
    Other attributes are written as given, `_` becoming `-`: `hx_post=url`; those that are None or False are left out.
    """
    written = {name.replace("_", "-"): value for name, value in attributes.items() if value not in (None, False)}
    written["class"] = f"button {kind}".strip()
    written |= {"href": href} if href else {"type": written.get("type", "submit")}
    written |= {"data-key": key} if key else {}
    tag, inside = "a" if href else "button", _inside_of_button(label, kind.split(), (icon, after), key)
    return format_html("<{}{}>{}</{}>", tag, flatatt(written), inside, tag)


def _inside_of_button(label: str, kinds: list[str], icons: tuple[str, str], key: str) -> SafeString:
    before, after = (icon(name) if name else "" for name in icons)
    if "square" in kinds:
        return format_html('{}<span class="visually-hidden">{}</span>', before, label)
    hint = format_html('<kbd aria-hidden="true">{}</kbd>', key) if key else ""
    return format_html("{}{}{}{}", before, label, after, hint)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form's field with its label, help and errors tied together; `{{ form.name.as_field_group }}` says the same."""
    return bound.as_field_group()


@register.simple_tag
def standing(name: str, label: str = "") -> SafeString:
    """The mark of a standing: a stone and a word (`label` replaces the usual word)."""
    return format_html('<span class="standing {}">{}{}</span>', name, icon(name), label or STANDINGS[name])


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """The initials of `name` on a stone; `size`: small, large or nothing. Silent: the name stands beside it."""
    markup = '<span class="{}" data-tone="{}" aria-hidden="true">{}</span>'
    return format_html(markup, f"avatar {size}".strip(), faces.tone(name), faces.initials(name))


@register.simple_tag
def ago(moment: datetime | None) -> SafeString:
    """`moment` (aware) as one would say it now, with its full date on hover; nothing for None."""
    if moment is None:
        return mark_safe("")
    said = moments.ago(moment, clock.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), moments.in_full(moment), said)


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """Keys to press, one after the other: `{% kbd "g f" %}`."""
    return mark_safe(" ".join(format_html("<kbd>{}</kbd>", key) for key in keys.split()))  # noqa: S308  # each was escaped


@register.simple_tag
def badge(label: str, kind: str = "") -> SafeString:
    """A word in a frame; `kind`: house (the newsroom's own), accent, held, danger or nothing."""
    return format_html('<span class="{}">{}</span>', f"badge {kind}".strip(), label)


@register.simple_tag
def meter(label: str, value: float, most: float = 100, said: str = "", kind: str = "") -> SafeString:
    """A measure on a line: `value` out of `most`; `said` is the figure in words, `kind` held, danger or nothing."""
    line = format_html('<progress class="{}" value="{}" max="{}"></progress>', kind, f"{value:g}", f"{most:g}")
    return format_html('<label class="meter"><span>{}</span><span class="figures soft">{}</span>{}</label>', label, said, line)


@register.simple_tag
def accent(colour: str | None) -> SafeString:
    """The link that gives a page its title's accent (`#0a5c3f`); nothing when there is none or it is not a colour."""
    found = COLOUR.fullmatch(colour or "")
    if not found:
        return mark_safe("")
    return format_html('<link rel="stylesheet" href="{}">', reverse("ui:accent", args=[found[1].lower()]))


@register.simple_block_tag
def dialog(content: str, id: str, heading: str, kind: str = "") -> str:
    """A dialog, closed; `data-opens="ID"` on a button opens it, `data-closes` inside closes it. `kind`: wide or nothing.

    The focus goes to what has `autofocus` in its content, else to its heading.
    """
    context = {"content": content, "id": id, "heading": heading, "kind": kind, "takes_focus": " autofocus" in content}
    return render_to_string("ui/_dialog.html", context)


@register.simple_block_tag
def menu(content: str, label: str, icon: str = "", kind: str = "", look: str = "button") -> str:
    """A menu that unfolds: links and buttons as content. `kind`: end, up; `look`: the classes of what one presses."""
    return render_to_string("ui/_menu.html", {"content": content, "label": label, "icon": icon, "kind": kind, "look": look})


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> str:
    """Something to know, in the page; `kind`: info, good, care, bad."""
    return render_to_string("ui/_notice.html", {"text": content, "kind": kind, "icon": NOTICE_ICONS[kind]})
