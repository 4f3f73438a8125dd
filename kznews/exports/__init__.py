"""What is stored, as tables in files for people: one format a module, written row by row.

`tables` says which columns there are, `reading` finds the documents, `rows` makes rows of them, and
`formats` knows what writes them into a file. Nothing is kept in memory but a batch.
"""
