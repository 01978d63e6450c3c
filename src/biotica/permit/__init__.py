"""About a person and an item: the objections."""
