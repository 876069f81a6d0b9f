"""Filling a database with the history of a desk, as its doors would have left it."""
