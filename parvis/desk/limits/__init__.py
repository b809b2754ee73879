"""What the desk sets for one discussion, one post, one member: limits, schedule, notes, restrictions."""
