"""The database: MongoDB, somebody's server or one of our own, and what is kept in it.

    address = resolve(settings)                    # connection: which server, which database
    async with open_database(address) as database: # connection: embedded server where none is named
        await prepare(database)                    # preparation: as the schemas say
        async with Writer(database) as writer:     # writer: durable, batched, waits for the server
            outcome = await writer.write(item)     # documents, versions: what an item becomes

What each collection may hold stands in `news_schema`, `crawl_schema` and `node_schema`, in the
words of `schema`. `bulk` is how anything is written, `runs` describes a crawl as a document,
`errors` is what all raise, `reasons` what MongoDB's own errors say. `embedded` starts and shares
the server of our own; `embedded_supervisor` is the process that looks after it, with `mongod`.
Nothing is imported here, so that the supervisor stays small.
"""
