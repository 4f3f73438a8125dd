"""The same event in two languages, on one outlet: what tells it, and who is linked with whom."""
