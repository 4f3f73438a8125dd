"""Every page that was read, as it was served; knows MongoDB and no news.

A page is kept compressed with an earlier page of the same outlet and kind as dictionary.
"""
