"""Saved searches: what is new, changed or gone and answers one is told, once, to its addresses."""
