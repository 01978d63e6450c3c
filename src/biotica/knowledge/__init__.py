"""What is known, read once from the tables in data/."""
