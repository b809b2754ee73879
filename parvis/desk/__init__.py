"""The desk: the staff's pages, composed from the rooms below."""
