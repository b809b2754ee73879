"""What a group asks of its staff before its desk opens: a second factor, and from when."""
