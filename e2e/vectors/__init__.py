"""Cross-site scripting, tried: texts that would each call `__parvis_xss(<its number>)` if any place ran them.

Kept as data for every test that lets readers' words in: a post, a quote, a name, an import, the API. A browser test
defines `window.__parvis_xss`, shows each text, uses it (hover, focus, click), and wants no call.
"""

import base64
from urllib.parse import quote

from e2e.vectors import elements, links, nesting, texts

#: The name each vector calls, with its place in VECTORS.
CALL = "__parvis_xss"

_TEMPLATES = (
    *elements.SCRIPTS, *elements.EVENTS, *elements.PLUGINS, *elements.STYLES, *elements.CLOBBERING,
    *nesting.FOREIGN, *nesting.BREAKOUTS, *links.LINKS, *links.LIGHT_FORMATTING,
    *texts.ATTRIBUTES, *texts.UNICODE, *texts.IN_SCRIPTS, *texts.NAMES, *texts.POLYGLOTS,
)  # fmt: skip


def _numbered(number: int, template: str) -> str:
    call = f"{CALL}({number})"
    script, svg = f"<script>top.{call}</script>", f'<svg id="x" xmlns="http://www.w3.org/2000/svg" onload="{call}"/>'
    parts = {
        "{n}": str(number),
        "{b64}": base64.b64encode(call.encode()).decode(),
        "{script64}": quote(base64.b64encode(script.encode()).decode()),
        "{svg64}": quote(base64.b64encode(svg.encode()).decode()),
        "{long}": "a" * 2_000,
        "{spaces}": " " * 2_000,
        "{deep}": "<b>" * 200,
        "{quotes}": "> " * 30,
        "§": call,
    }
    for name, part in parts.items():
        template = template.replace(name, part)
    return template


#: Every vector; VECTORS[n] calls `__parvis_xss(n)`.
VECTORS: tuple[str, ...] = tuple(_numbered(number, template) for number, template in enumerate(_TEMPLATES))

#: Those short enough for a name.
NAMES: tuple[str, ...] = tuple(vector for vector in VECTORS if len(vector) <= 50)
