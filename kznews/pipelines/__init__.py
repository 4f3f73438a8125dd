"""What every item goes through, in order: convert, normalize, validate, deduplicate, store."""
