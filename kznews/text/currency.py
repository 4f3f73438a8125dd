"""Currency codes and amounts of money, as banks and strips of rates print them."""

from __future__ import annotations

import re
from decimal import Decimal

_CODE = re.compile("[A-Z]{3}")
# Spaces group thousands: a plain one, no-break, thin, or narrow no-break.
_AMOUNT = re.compile("([0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")
_GROUPS = re.compile("[^0-9]")


def currency_code(raw: str) -> str:
    """Return the ISO 4217 code of a printed one: `RUR` is `RUB`; `BYR` stays, it is other money.

    Letter case and space around it make no difference. ValueError, naming it, for what is not
    three Latin letters.
    """
    code = raw.strip().upper()
    if _CODE.fullmatch(code) is None:
        raise ValueError(f"not a currency code: {raw!r}")
    return "RUB" if code == "RUR" else code


def decimal_amount(raw: str) -> Decimal:
    """Return a printed amount exactly, as many digits as printed: `1 234,50` is 1234.50.

    A comma is a decimal comma, never a separator of thousands. ValueError, naming it, for anything
    else than one unsigned number, and for zero.
    """
    match = _AMOUNT.fullmatch(raw.strip())
    if match is None:
        raise ValueError(f"not an amount: {raw!r}")
    amount = Decimal(f"{_GROUPS.sub('', match[1])}.{match[2] or ''}")
    if not amount:
        raise ValueError(f"an amount of zero: {raw!r}")
    return amount
