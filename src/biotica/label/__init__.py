"""A product: what its label says, and three separate findings about it."""
