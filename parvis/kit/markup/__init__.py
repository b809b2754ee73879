"""Words that readers write, made safe and readable once, at writing: `render` for what is typed here,
`clean_html` for what was kept as HTML elsewhere, `quote_of` and `excerpt` for saying them again."""

from parvis.kit.markup.composing import Rendered
from parvis.kit.markup.importing import clean_html
from parvis.kit.markup.quoting import excerpt, quote_of
from parvis.kit.markup.writing import render

__all__ = ["Rendered", "clean_html", "excerpt", "quote_of", "render"]
