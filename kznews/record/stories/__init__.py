"""Which articles tell the same text: near-duplicates across outlets, found as articles come in."""
