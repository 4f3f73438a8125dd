"""Makes a replica set of new mongods, its administrator and the user that kznews has.

Run it on the machine of the first member, once all of them run with `--replSet` and one
`--keyFile`: MongoDB lets only this machine do it, and only until the first user exists (the
localhost exception). Run again, it sets the password of kznews anew and adds what members are
missing.

    KZNEWS_ADMIN_PASSWORD_FILE=… KZNEWS_MONGO_PASSWORD_FILE=… \
        python deploy/replica_set.py mongo1:27017 mongo2:27017 mongo3:27017

Names and passwords: `KZNEWS_ADMIN` (admin), `KZNEWS_MONGO_USER` (kznews), and for each password
a variable or, with `_FILE` at its name's end, a file that holds it. `MONGODB_DATABASE` (kznews) is
all that the user may use.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

_ALREADY_INITIALIZED = 23
_AUTHENTICATION_FAILED = 18
_USER_EXISTS = 51003
# The change of members before has not reached a majority yet.
_NOT_YET = {308, 103, 109}
_PATIENCE = 120.0  # seconds for each step

Client = MongoClient[dict[str, Any]]


def main() -> None:
    """Read the command line and do it; ends with one line and status 1 where it cannot."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("members", nargs="+", metavar="HOST:PORT", help="as all of them reach it")
    parser.add_argument("--name", default="kznews", help="of the replica set (%(default)s)")
    parser.add_argument("--port", type=int, help="of the first member (as in its address)")
    options = parser.parse_args()
    here = f"127.0.0.1:{options.port or options.members[0].rpartition(':')[2]}"
    try:
        make(here, options.name, options.members)
    except (PyMongoError, OSError, ValueError) as error:
        sys.exit(f"replica_set.py: {error}")


def make(here: str, name: str, members: list[str]) -> None:
    """Make the set `name` of `members`, the first of which runs at `here`, and its users."""
    admin = os.environ.get("KZNEWS_ADMIN", "admin")
    user = os.environ.get("KZNEWS_MONGO_USER", "kznews")
    database = os.environ.get("MONGODB_DATABASE", "kznews")
    admin_password, password = _secret("KZNEWS_ADMIN_PASSWORD"), _secret("KZNEWS_MONGO_PASSWORD")
    login = {"username": admin, "password": admin_password}
    if not _may_enter(here, login):
        with _client(here, directConnection=True) as client:
            _initiate(client, name, members[0])
            _set_user(client, admin, admin_password, [{"role": "root", "db": "admin"}])
    with _client(",".join(members), replicaSet=name, **login) as client:
        for member in members[1:]:
            _until(partial(_add, client, member))
        _until(lambda: _all_have_all(client))
        roles = [{"role": role, "db": database} for role in ("readWrite", "dbAdmin")]
        _set_user(client, user, password, roles)
    print(f"The replica set {name} is ready; {user} may use the database {database}.")


def _may_enter(here: str, login: dict[str, str]) -> bool:
    with _client(here, directConnection=True, **login) as client:
        try:
            client.admin.command("ping")
        except OperationFailure as error:
            if error.code != _AUTHENTICATION_FAILED:
                raise
            return False
        return True


def _initiate(client: Client, name: str, member: str) -> None:
    # Alone at first: so this member is the primary, where the first user must be made.
    config = {"_id": name, "members": [{"_id": 0, "host": member}]}
    try:
        client.admin.command("replSetInitiate", config)
    except OperationFailure as error:
        if error.code != _ALREADY_INITIALIZED:
            raise
    _until(lambda: bool(client.admin.command("hello").get("isWritablePrimary")))


def _add(client: Client, member: str) -> bool:
    config = client.admin.command("replSetGetConfig")["config"]
    known = {each["host"]: each["_id"] for each in config["members"]}
    if member in known:
        return True
    config["members"].append({"_id": max(known.values()) + 1, "host": member})
    config["version"] += 1
    try:
        client.admin.command("replSetReconfig", config)
    except OperationFailure as error:
        if error.code not in _NOT_YET:
            raise
        return False
    except AutoReconnect:
        return False
    return True


def _all_have_all(client: Client) -> bool:
    members = client.admin.command("replSetGetStatus")["members"]
    hosts = client.admin.command("hello")["hosts"]  # without those that still copy the first data
    ready = {"PRIMARY", "SECONDARY"}
    return len(hosts) == len(members) and all(each["stateStr"] in ready for each in members)


def _set_user(client: Client, name: str, password: str, roles: list[dict[str, str]]) -> None:
    try:
        client.admin.command("createUser", name, pwd=password, roles=roles)
    except OperationFailure as error:
        if error.code != _USER_EXISTS:
            raise
        client.admin.command("updateUser", name, pwd=password, roles=roles)


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise ValueError(
                f"the members do not agree within {_PATIENCE:g} s: do all of them run?"
            )
        time.sleep(0.2)


def _client(hosts: str, **options: Any) -> Client:
    return MongoClient(f"mongodb://{hosts}/", serverSelectionTimeoutMS=30_000, **options)


def _secret(name: str) -> str:
    file = os.environ.get(f"{name}_FILE")
    secret = Path(file).read_text().strip() if file else os.environ.get(name, "")
    if not secret:
        raise ValueError(f"no password: export {name} or {name}_FILE")
    return secret


if __name__ == "__main__":
    main()
