"""Figures, pages and texts."""
