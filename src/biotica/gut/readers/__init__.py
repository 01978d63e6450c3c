"""Any profile in, nothing guessed."""
