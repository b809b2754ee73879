"""A small line of bars, inline, with its words for whoever does not see it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BAR, GAP, HEIGHT = 5, 2, 22


def sparkline(values: Sequence[int], label: str) -> SafeString:
    """Bars for counts, the oldest first, in the text's colour; an empty one keeps a foot. `label` says what they show."""
    most = max([*values, 1])
    tall = [max(round(value / most * (HEIGHT - 1)), 1) if value else 0 for value in values]
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"{}/>',
        (
            (number * (BAR + GAP), HEIGHT - (height or 1), BAR, height or 1, "" if height else SafeString(' class="none"'))
            for number, height in enumerate(tall)
        ),
    )
    wide = len(values) * (BAR + GAP) - GAP
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        wide, HEIGHT, wide, HEIGHT, label, bars,
    )  # fmt: skip
