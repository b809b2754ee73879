"""Searching posts and headlines: what was asked, the index asked about it, the page shown."""
