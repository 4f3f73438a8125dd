"""Items read from fetched pages, without input or output: a stored page can be read again.

Addresses and texts are as on the page: `kznews.pipelines.normalize` makes addresses canonical and
cleans texts. Only texts that a rule compares are cleaned here before.

Nothing is imported here: a crawl's start needs little of it.
"""
