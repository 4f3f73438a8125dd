"""The walk over a listing's pages: its rule, what travels with its requests, what it yields."""
