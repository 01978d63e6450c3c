"""Follows microbes, living and dead, from the jar to the gut."""
