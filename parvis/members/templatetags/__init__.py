"""Template tags of the members."""
