"""Readings from devices, logs and spreadsheets: one file per format, all ending in the same rows."""
