"""The shapes of what machines say and are told, by subject."""
