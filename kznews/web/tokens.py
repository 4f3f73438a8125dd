"""Who may read the pages: tokens, one a user, which are kept out of logs and addresses."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from pathlib import Path

_LEAST_CHARACTERS = 16
"""Of a token: shorter ones can be guessed."""
_NAME = re.compile(r"[A-Za-z0-9._@-]{1,64}")
_COOKIE_PURPOSE = b"kznews: the cookie of a user who gave the token"


class WrongTokens(ValueError):  # noqa: N818 - what a user gave is wrong, not the code
    """The error that the tokens cannot be read; it says why, and holds none of them."""


class Tokens:
    """The tokens of all users; none where everybody may read."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self._tokens = {name: token.encode() for name, token in tokens.items()}

    def __bool__(self) -> bool:
        """Tell whether a token is needed."""
        return bool(self._tokens)

    def user_of(self, token: str) -> str | None:
        """Give the name of a token's user; takes as long for a wrong one, however wrong it is."""
        given, found = token.encode(errors="replace"), None
        for name, known in self._tokens.items():
            if hmac.compare_digest(known, given):
                found = name
        return found

    def cookie_of(self, name: str) -> str:
        """Give what a browser keeps instead of the token: of no use once the token is another."""
        return f"{name}:{self._sign(name)}"

    def user_of_cookie(self, cookie: str) -> str | None:
        """Give the name of the user whom a cookie was given."""
        name, _, signature = cookie.rpartition(":")
        if name not in self._tokens:
            return None
        given = signature.encode(errors="replace")
        return name if hmac.compare_digest(self._sign(name).encode(), given) else None

    def _sign(self, name: str) -> str:
        return hmac.new(self._tokens[name], _COOKIE_PURPOSE, "sha256").hexdigest()


def read_tokens(given: str | None, file: str | None) -> Tokens:
    """Read `name:token` after `name:token`, with blanks, commas or lines between.

    `file` names a file with more of them. Raises WrongTokens.
    """
    text = given or ""
    if file:
        try:
            text += "\n" + Path(file).expanduser().read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongTokens(f"WEB_TOKENS_FILE cannot be read: {error}") from error
    tokens: dict[str, str] = {}
    for number, each in enumerate(re.split(r"[\s,]+", text.strip()) if text.strip() else [], 1):
        name, _, token = each.partition(":")
        if not _NAME.fullmatch(name) or not token:
            raise WrongTokens(f"token {number} of WEB_TOKENS is not written as NAME:TOKEN")
        if len(token) < _LEAST_CHARACTERS:
            raise WrongTokens(
                f"the token of {name} has fewer than {_LEAST_CHARACTERS} characters: "
                "`openssl rand -hex 24` makes one"
            )
        if name in tokens:
            raise WrongTokens(f"WEB_TOKENS has two tokens of {name}")
        tokens[name] = token
    if (given or file) and not tokens:
        raise WrongTokens("WEB_TOKENS holds no token: write NAME:TOKEN")
    return Tokens(tokens)
