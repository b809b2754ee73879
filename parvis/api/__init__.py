"""Machines: the public API, its keys and its document."""
