"""What was read, as a file that other programs open."""
