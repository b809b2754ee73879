"""The HTML that Discourse keeps of a post, without its furniture: avatars, emoji pictures, lightbox captions, quote headings."""

import re
from dataclasses import dataclass
from html import escape, unescape

_EMOJI = re.compile(r"""<img\b[^<>]*\bclass\s*=\s*["'][^"']*\bemoji\b[^<>]*>""", re.IGNORECASE)
_AVATAR = re.compile(r"""<img\b[^<>]*\bclass\s*=\s*["'][^"']*\bavatar\b[^<>]*>""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE)
_CAPTION = re.compile(r"""<div class="meta">(?:(?!</div>).){0,2000}</div>""", re.DOTALL)
_QUOTE = re.compile(r"""<aside\b[^<>]*\bclass\s*=\s*["'][^"']*\bquote\b[^<>]*>""", re.IGNORECASE)
_QUOTED = re.compile(r"""\bdata-(post|topic)\s*=\s*["'](\d{1,18})["']""")
_OWN_ADDRESS = re.compile(r"""\b(src|href)\s*=\s*(["'])/(?!/)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The HTML, and the (topic, post number) it quotes first."""

    html: str
    quotes: tuple[str, str] | None = None


def cooked_words(cooked: str, base: str) -> Words:
    """What a reader wrote, from what Discourse shows; `base` (as `https://forum.example`) completes addresses of the forum."""
    html = _AVATAR.sub("", _CAPTION.sub("", _EMOJI.sub(_emoji, cooked)))
    if base.startswith(("https://", "http://")):
        html = _OWN_ADDRESS.sub(lambda found: f"{found[1]}={found[2]}{escape(base.rstrip('/'))}/", html)
    quote = _QUOTE.search(cooked)
    said = dict(_QUOTED.findall(quote[0])) if quote else {}
    return Words(html, (said["topic"], said["post"]) if len(said) == 2 else None)


def _emoji(found: re.Match[str]) -> str:
    said = _ALT.search(found[0])
    return escape(unescape(said[1])) if said else ""
