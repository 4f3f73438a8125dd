"""Pure functions on strings: characters, dates, language, URLs, money, boilerplate, attribution.

`currency` reads a code or a number that stands alone, `amounts` the money in a running text.
"""
