"""The collections of saved searches: what is asked, what was found, what was told to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.mongo.schema import (
    COUNT,
    MOMENT,
    STRING,
    STRINGS,
    WORDS,
    Collection,
    object_of,
    one_of,
    or_null,
)

Every = Literal["0", "1h", "1d"]
"""How often it is told: at once, or in a digest of an hour or a day."""
Language = Literal["ru", "kk", "en"]
"""The language of messages."""
Kind = Literal["new", "edited", "gone"]
"""What happened to an article that answers."""
TellingState = Literal["waiting", "sending", "sent"]

FOUND_KEPT = timedelta(days=400)
"""How long it is known what a saved search found: a year can be compared with the last one."""
TOLD_KEPT = timedelta(days=90)
"""How long a message is kept once its address took it."""

UNTOLD = "untold"
"""Name of the index of what was found and is to be told."""

WATCHES = Collection(
    # `_id` is its name.
    "watches",
    {
        "question": WORDS,
        # Each has an id, by which messages name it. They hold passwords: for nobody to see.
        "addresses": {
            "bsonType": "array",
            "items": object_of({"id": WORDS, "address": WORDS}),
        },
        "every": one_of(Every),
        "language": one_of(Language),
        # The name of a time zone: of the times in messages, and of the days of digests.
        "zone": WORDS,
        "is_paused": {"bsonType": "bool"},
        "added_at": MOMENT,
        # On the clock of the oplog: what was stored before is not new.
        "since": {"bsonType": "timestamp"},
    },
    (),
)

WATCH_POSITION = Collection(
    # One document, `position`: how far what is stored has been compared with saved searches.
    "watch_position",
    {
        # The change stream's: all that changed before was compared.
        "token": {"bsonType": "object"},
        # The moment for which it stands.
        "at": MOMENT,
        # Which process compares, and until when none else does.
        "state": WORDS,
        "holder": or_null(WORDS),
        "lease_until": or_null(MOMENT),
    },
    (),
)

FINDINGS = Collection(
    # `_id` follows from the search, the article and what happened: it is found once.
    "watch_findings",
    {
        "watch": WORDS,
        "article_id": WORDS,
        "kind": one_of(Kind),
        # Of an edit (`record.edits`).
        "edits": STRINGS,
        "outlet": WORDS,
        "url": WORDS,
        "title": STRING,
        # When the article was stored, edited or gone in the database, by the server's clock.
        "stored_at": MOMENT,
        # The message that tells of it. Null: none yet; `none`: the search was paused.
        "message": or_null(WORDS),
    },
    (
        # What a search found last; how much in a time.
        IndexModel([("watch", ASCENDING), ("stored_at", DESCENDING)]),
        IndexModel(
            [("watch", ASCENDING), ("stored_at", ASCENDING)],
            name=UNTOLD,
            partialFilterExpression={"message": None},
        ),
        # Whether it was found before.
        IndexModel([("watch", ASCENDING), ("article_id", ASCENDING)]),
        IndexModel(
            [("stored_at", ASCENDING)],
            name="history",
            expireAfterSeconds=int(FOUND_KEPT.total_seconds()),
        ),
    ),
)

TELLINGS = Collection(
    # One message to one address. `_id` is its Message-ID, and the key by which a webhook knows it.
    "tellings",
    {
        "watch": WORDS,
        # The id of the address.
        "address": WORDS,
        # One for all addresses.
        "message": WORDS,
        # It counts what came in a burst.
        "is_burst": {"bsonType": "bool"},
        "title": WORDS,
        "text": WORDS,
        "html": WORDS,
        # The message on the same story that was sent there first.
        "follows": or_null(WORDS),
        "composed_at": MOMENT,
        "state": one_of(TellingState),
        # The next attempt is not before.
        "due_at": MOMENT,
        "holder": or_null(WORDS),
        "lease_until": or_null(MOMENT),
        # Attempts that failed; the first of them, and why the last one did.
        "failures": COUNT,
        "failed_at": or_null(MOMENT),
        "error": or_null(WORDS),
        "sent_at": or_null(MOMENT),
    },
    (
        # What is to be sent next.
        IndexModel([("state", ASCENDING), ("due_at", ASCENDING)]),
        # What waits for an address.
        IndexModel([("address", ASCENDING), ("state", ASCENDING)]),
        # What was told last.
        IndexModel([("watch", ASCENDING), ("composed_at", DESCENDING)]),
        IndexModel([("message", ASCENDING)]),
        IndexModel(
            [("sent_at", ASCENDING)],
            name="history",
            expireAfterSeconds=int(TOLD_KEPT.total_seconds()),
        ),
    ),
)

COLLECTIONS = (WATCHES, WATCH_POSITION, FINDINGS, TELLINGS)
"""What this room writes."""
