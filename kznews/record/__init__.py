"""What the database keeps of news, and how it changes: documents, versions, writing, stories."""
