"""One kinetic engine for every vessel."""
