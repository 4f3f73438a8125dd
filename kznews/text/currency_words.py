"""How texts write currencies, before and behind a number, and the ISO 4217 codes of them."""

from __future__ import annotations

import re

_CODES = "KZT|USD|EUR|RUB|RUR|CNY|KGS|UZS|GBP|JPY|CHF|TRY|AED|UAH|BYN|TJS|GEL|AZN|CAD|AUD|KRW|INR"

# Behind a number. Each form names one currency: a bare «фунт», «лира», «дирхам», «манат» does not.
_KK = "[а-яәғқңөұүһі]"
_WORDS: dict[str, str] = {
    "KZT": rf"(?:казахстанских )?(?:т[еe](?:нг|ңг)[еe]){_KK}*|тг\.?|тнг\.?|₸|te[nńñŋ]ge\w*"
    r"|تەڭگە\w*",
    "CAD": r"канадск\w+ доллар\w*|доллар\w* Канады|Канада доллар\w*",
    "AUD": r"австралийск\w+ доллар\w*|доллар\w* Австралии",
    "SGD": r"сингапурск\w+ доллар\w*|доллар\w* Сингапура",
    "HKD": r"гонконгск\w+ доллар\w*|доллар\w* Гонконга",
    "NZD": r"новозеландск\w+ доллар\w*|доллар\w* Новой Зеландии",
    "USD": r"(?:американск\w+ |АҚШ )?(?:доллар\w*|долл\.)(?: США)?|(?:US |U\.S\. )?dollars?|\$"
    r"|(?:اقش )?دوللار\w*",
    "EUR": r"евро|еуро(?:ға|дан|ны|ның|мен|да|лық|нан)?|€|euros?|ەۋرو",
    "BYN": r"белорусск\w+ рубл\w+|Беларусь рубл\w+",
    "RUB": r"(?:российск\w+ |Ресей |ресейлік )?(?:рубл\w+|руб\.?)|₽|ro?ubles?",
    "CNY": r"(?:китайск\w+ |Қытай )?юан\w*|yuan",
    "KGS": rf"(?:к[иы]ргизск\w+ |кыргызск\w+ |[Ққ]ырғыз )?сом(?:а|ов|у|ом|ы|{_KK}{{2,3}})?",
    "UZS": r"(?:узбекск\w+ |[Өө]збек )?сум(?:а|ов|у|ом|ы|ға|ды|нан)?",
    "GBP": r"(?:британск\w+ )фунт\w*(?: стерлингов)?|фунт\w* стерлингов?|£",
    "JPY": r"(?:японск\w+ )?(?:иен|йен)(?:а|ы|у|е)?",
    "TRY": r"турецк\w+ лир\w*|түрік лирас\w+",
    "CHF": r"швейцарск\w+ франк\w*",
    "UAH": r"гривн\w+|гривен",
    "GEL": r"(?:грузинск\w+ )?лари",
    "AED": r"дирхам\w* ОАЭ|эмиратск\w+ дирхам\w*",
    "KRW": r"южнокорейск\w+ вон\w?",
    "AZN": r"азербайджанск\w+ манат\w*",
}
BEHIND = re.compile(
    "|".join(f"(?P<{code}>(?:{words})(?![\\w]))" for code, words in _WORDS.items())
    + f"|(?P<code>(?-i:{_CODES})(?!\\w|/[A-Z]))",
    re.IGNORECASE,
)
"""A currency behind its number; `code_behind` says which."""

_SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "₸": "KZT", "₽": "RUB", "£": "GBP"}
_SYMBOLS |= {
    "A$": "AUD",
    "C$": "CAD",
    "HK$": "HKD",
    "NZ$": "NZD",
    "S$": "SGD",
    "T": "KZT",
    "Т": "KZT",
}
FRONT = re.compile(
    rf"(?<![\w/$])(?:(?:US|A|C|HK|NZ|S)?\$|[€₸₽£TТ]|{_CODES})[ \u00a0\u2009\u202f]?$"
)
"""A currency in front of its number, which follows at the end; `code_in_front` says which."""

MARKS = (
    *("тенге", "теңге", "₸", "$", "€", "₽", "£", "тг", "тнг", "долл", "евро", "еуро", "руб", "юан"),
    *("сом", "сум", "фунт", "иен", "йен", "лир", "франк", "грив", "лари", "дирхам", "вон"),
    *(
        "манат",
        "nge",
        "ńge",
        "ñge",
        "dollar",
        "euro",
        "uble",
        "yuan",
        "تەڭگە",
        "دوللار",
        "ەۋرو",
        "eнг",
        "eңг",
    ),
    *("ТЕНГЕ", "ТЕҢГЕ", "ДОЛЛ", "ЕВРО", "РУБ", "T", "Т", *_CODES.split("|")),
)
"""One of them is in every text with an amount."""


def code_behind(match: re.Match[str]) -> str:
    """Return the code of a currency that `BEHIND` matched."""
    group = match.lastgroup or ""
    printed = match[0] if group == "code" else group
    return "RUB" if printed == "RUR" else printed


def code_in_front(match: re.Match[str]) -> str:
    """Return the code of a currency that `FRONT` matched."""
    printed = match[0].rstrip()
    code = _SYMBOLS.get(printed, printed)
    return "RUB" if code == "RUR" else code
