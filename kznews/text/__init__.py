"""Pure functions on strings: characters, dates, language, URLs, money, boilerplate, attribution."""
