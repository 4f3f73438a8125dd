"""The database: MongoDB, somebody's server or one of our own, and what is kept in it.

    address = resolve(settings)                    # connection: which server, which database
    async with open_database(address) as database: # connection: embedded server where none is named
        await prepare(database)                    # schema: collections, validators, indexes
        async with Writer(database) as writer:     # writer: durable, batched, waits for the server
            outcome = await writer.write(item)     # documents, versions: what an item becomes

`embedded` starts and shares the server of our own (`embedded_supervisor` is the process that looks
after it), `runs` describes a crawl as a document, `errors` holds what all of them raise. Nothing is
imported here, so that the supervisor stays small.
"""
