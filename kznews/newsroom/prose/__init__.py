"""Our own sentences in Russian, Kazakh and English, and how an article is composed of them.

Every event, person and figure in them is invented; only the cities and offices exist.
"""
