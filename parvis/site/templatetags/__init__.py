"""The square's own words in templates."""
