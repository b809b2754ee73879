"""`{% load wearing %}`: the badges an author wears, worded as their group words them; those it does not know are not there."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from parvis.members.badges.reads import Worn, all_said

register = template.Library()


@register.simple_tag
def wears(badges: Iterable[str], group_id: int) -> SafeString:
    """Each known badge as a word in a frame; what it means is said on hover, on focus and to screen readers."""
    return format_html_join("", "{}", ((_framed(worn),) for worn in all_said(badges, group_id)))


def _framed(worn: Worn) -> SafeString:
    kind = "" if worn.tone == "plain" else worn.tone
    if not worn.said:
        return format_html('<span class="badge {}">{}</span>', kind, worn.label)
    voice = f"{worn.label}. {worn.said}"
    markup = '<span class="badge {}" tabindex="0" role="img" aria-label="{}" data-said="{}">{}</span>'
    return format_html(markup, kind, voice, worn.said, worn.label)
