"""The square: the title's public pages, readable without JavaScript."""
