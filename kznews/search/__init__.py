"""The index of what was published, by every form of a word; derived from the record."""
