"""What every item goes through, in order: normalize, validate, deduplicate, store."""
