"""Journeys in a real browser, through the running house."""
