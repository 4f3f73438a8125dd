"""A process that uses the embedded server of the folder argv[1] until its input ends.

Prints the server's URI, or, prefixed, why there is none.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kznews.mongo.embedded import embedded_mongod
from kznews.mongo.errors import DatabaseUnavailable

try:
    with embedded_mongod(Path(sys.argv[1])) as uri:
        sys.stdout.write(f"{uri}\n")
        sys.stdout.flush()
        sys.stdin.read()
except DatabaseUnavailable as error:
    sys.stdout.write(f"unavailable: {error}\n")
