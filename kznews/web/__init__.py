"""Pages to read the record: people get HTML, programs the same answers as JSON, CSV and Atom."""
