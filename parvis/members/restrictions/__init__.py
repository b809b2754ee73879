"""What one member may do less than others, by whom, why and until when."""
