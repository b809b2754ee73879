"""Under the article: the element, its addresses, and the paths that must be fast."""
