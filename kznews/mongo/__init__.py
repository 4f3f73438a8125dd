"""MongoDB without news: a server, somebody's or one of our own, and how it is written to.

    address = resolve(settings)                    # connection: which server, which database
    async with open_database(address) as database: # connection: ours where none is named
        await prepare(database, collections)       # preparation: for what any version writes
        await write_all(database["runs"], updates) # bulk: durable; waits where it is away

`schema` has the words in which each room declares its collections, `values` what moments and ids
look like there, `clock` tells the server's time. `schema_versions` keeps which schemas are in use,
`schema_merge` makes a validator of them, `migration` brings documents forward, `backup` writes a
database to files and reads it back. `embedded` starts and shares the server of our own;
`embedded_supervisor` is the process that looks after it, with `mongod`; `sockets` says where both
listen. Nothing is imported here, so that the supervisor stays small.
"""
