"""What every item goes through.

In order: convert, normalize, boilerplate, validate, deduplicate, store.
"""
