"""The roof: knows every room, decides nothing."""
