"""The icons, drawn on a grid of 20: a stroke of 1.5, square ends, as cut in stone."""

from typing import Final

_SQUARE = "M4 4h12v12H4z"


def _path(outline: str) -> str:
    return f'<path d="{outline}"/>'


#: Name of each icon and the inside of its <svg>.
ICONS: Final[dict[str, str]] = {
    # The house: a front, its open door, the ground before it.
    "parvis": '<path fill="currentColor" stroke="none" d="M3 3h14v11.5h-4V11a3 3 0 0 0-6 0v3.5H3zM1 16h18v1.5H1z"/>',
    # Where one goes.
    "queue": _path("M3 11l2.5-7h9L17 11v5.5H3zM3 11h4l1 2.2h4l1-2.2h4"),
    "talk": _path("M3 4h14v10H9l-4 3.2V14H3z"),
    "members": _path(
        "M7.5 9.2a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.5 16.5v-.8c0-2.1 2-3.6 5-3.6s5 1.5 5 3.6v.8"
        "M13 4a2.6 2.6 0 0 1 0 5M14.8 12.4c1.7.5 2.7 1.7 2.7 3.3v.8"
    ),
    "charter": _path("M5 3h7l3 3v11H5zM12 3v3h3M8 10h4M8 13.2h4"),
    "words": _path("M3 15.5L6.6 4.5h.8L11 15.5M4.3 11.8h5.4M13.5 8h4M13.5 11.8h4M13.5 15.5h4"),
    "settings": _path("M3 6h7.5M15 6h2M3 14h2M9.5 14H17M10.5 3.8h4.4v4.4h-4.4zM5 11.8h4.4v4.4H5z"),
    "team": _path(
        "M3 5h14v11H3zM8 10a1.4 1.4 0 1 0 0-2.8A1.4 1.4 0 0 0 8 10z"
        "M5.7 13.4c.2-1 1.1-1.6 2.3-1.6s2.1.6 2.3 1.6M13 8.5h1.5M13 11.5h1.5"
    ),
    "article": _path("M3 4h14v12H3zM6 7.5h8M6 10.2h3.5M6 12.9h3.5M12 10.2h2v2.7h-2z"),
    # What one does.
    "check": _path("M4 10.6l4.2 4.2L16 5.8"),
    "cross": _path("M5 5l10 10M15 5L5 15"),
    "plus": _path("M10 4v12M4 10h12"),
    "refuse": _path("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM5.2 5.2l9.6 9.6"),
    "hide": _path("M2.5 10s2.8-5 7.5-5c1.3 0 2.5.4 3.5.9M17.5 10s-2.8 5-7.5 5c-1.3 0-2.5-.4-3.5-.9M3.5 16.5l13-13"),
    "eye": _path("M2.5 10S5.3 5 10 5s7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z"),
    "clock": _path("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.2V10l2.7 2"),
    "note": _path("M4 16l.8-3.4L13 4.4 15.6 7l-8.2 8.2zM11.4 6l2.6 2.6"),
    "flag": _path("M5 17V3.5h10l-2.5 3.7L15 11H5"),
    "pin": _path("M7 3h6M8 3v5.5L5.5 11.5h9L12 8.5V3M10 11.5V17"),
    "star": _path("M10 3.2l2.1 4.4 4.8.6-3.5 3.3.9 4.8L10 14l-4.3 2.3.9-4.8L3.1 8.2l4.8-.6z"),
    "reply": _path("M8 4.5L3.5 9 8 13.5M3.5 9H12c3 0 4.5 1.8 4.5 4.5v2"),
    "quote": _path("M4 14.5V9.6C4 7 5.3 5.6 7.6 5M11.5 14.5V9.6c0-2.6 1.3-4 3.6-4.6M4 10.5h3.6v4H4zM11.5 10.5h3.6v4h-3.6z"),
    "link": _path("M8.3 11.7l3.4-3.4M9.5 6.2l2-2a3.1 3.1 0 0 1 4.3 4.3l-2 2M10.5 13.8l-2 2a3.1 3.1 0 0 1-4.3-4.3l2-2"),
    "undo": _path("M7 3.5L3.5 7 7 10.5M3.5 7h8a4.6 4.6 0 0 1 0 9.2H7"),
    "search": _path("M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6zM12.7 12.7L17 17"),
    "filter": _path("M3 5h14M6 10h8M8.5 15h3"),
    "download": _path("M10 3v9.5M6 9l4 4 4-4M4 16.5h12"),
    "more": '<path fill="currentColor" stroke="none" d="M3.5 8.7h2.6v2.6H3.5zM8.7 8.7h2.6v2.6H8.7zM13.9 8.7h2.6v2.6h-2.6z"/>',
    "menu": _path("M3 5.5h14M3 10h14M3 14.5h14"),
    "down": _path("M6 8l4 4 4-4"),
    "left": _path("M12.5 4.5L7 10l5.5 5.5"),
    "right": _path("M7.5 4.5L13 10l-5.5 5.5"),
    # Whom, where, in what light.
    "person": _path("M10 9.6a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM3.8 17v-.9c0-2.4 2.5-4 6.2-4s6.2 1.6 6.2 4v.9"),
    "globe": _path("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c2 2 3 4.3 3 7s-1 5-3 7c-2-2-3-4.3-3-7s1-5 3-7z"),
    "light": _path(
        "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.5v1M10 16.5v1M2.5 10h1M16.5 10h1"
        "M4.7 4.7l.7.7M14.6 14.6l.7.7M15.3 4.7l-.7.7M5.4 14.6l-.7.7"
    ),
    "dark": _path("M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z"),
    "keyboard": _path("M2.5 5.5h15v9.5h-15zM5.5 8.5h.1M8.5 8.5h.1M11.5 8.5h.1M14.5 8.5h.1M6.5 12h7"),
    "leave": _path("M11 3.5H4v13h7M8.5 10H17M13.8 6.8L17 10l-3.2 3.2"),
    "lock": _path("M4.5 9h11v8h-11zM7 9V6.2a3 3 0 0 1 6 0V9"),
    "bell": _path("M4 14.5h12l-1.5-2.3V8.6a4.5 4.5 0 0 0-9 0v3.6zM8.3 17h3.4"),
    "info": _path("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9.3v4M10 6.6v.1"),
    "warning": _path("M10 3.2L17.5 16.5h-15zM10 8.2v4M10 14.3v.1"),
    # Standings: what becomes of one paving stone.
    "published": f'<path fill="currentColor" d="{_SQUARE}"/>',
    "held": f'<path d="{_SQUARE}"/><path fill="currentColor" stroke="none" d="M4 10h12v6H4z"/>',
    "refused": _path(f"{_SQUARE}M4.5 15.5l11-11"),
    "removed": _path(f"{_SQUARE}M7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6"),
    "withdrawn": _path(f"{_SQUARE}M7 10h6"),
    "hidden": f'<path stroke-dasharray="2.4 2.4" stroke-linecap="butt" d="{_SQUARE}"/>',
}
