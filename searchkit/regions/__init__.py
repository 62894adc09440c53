"""Regions: which provinces, regencies and cities a text names, and which it is about."""
