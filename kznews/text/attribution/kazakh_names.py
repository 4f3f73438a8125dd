"""The name at the beginning of a Kazakh clause, in any of the three scripts.

As in Russian, only that of an outlet or a body. Case endings come off where the word is known or a
hyphen sets them apart (`Reuters-ке`, «министрлігінің»): what stays is the name as printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kznews.text.attribution.names import DOMAIN, in_quotes, is_outlet, is_proper

_APART = re.compile("[-’'][а-яәғқңөұүһі]{1,4}$")


@dataclass(frozen=True)
class Spelling:
    """Words and endings of names in one script of Kazakh."""

    kind: re.Pattern[str]
    """Word behind an outlet's name that says what it is («порталы»): left out of the name."""
    body: re.Pattern[str]
    """Noun of a body (an institution): the first group, then its case ending."""
    reporter: re.Pattern[str]
    """Word for a reporter: no part of a name."""
    person: re.Pattern[str]
    """Word for a person: a clause with it names somebody, not a body."""
    vague: frozenset[str]
    """Words that open a sentence where it names no certain body."""
    is_outlet: Callable[[str], bool]
    """Test whether a word can only be of an outlet's name."""
    continues: re.Pattern[str]
    """Further word of an outlet's name."""
    declined: re.Pattern[str] | None = None
    """Outlet's name with a case ending: its first group is the name."""

    def read_name(self, tokens: list[str], *, whole: bool = False) -> str | None:
        """Read the name that the tokens begin with; with `whole`, only where nothing follows."""
        if tokens and self.reporter.fullmatch(tokens[0]):
            return None
        outlet, body = self._outlet(tokens), self._body(tokens)
        # `Reuters агенттігі` is Reuters, before a body's name, too; `ІІМ баспасөз қызметі` is all
        # of it.
        ends_apart = outlet and body and (outlet[1] >= body[1] or self._is_apart(tokens, outlet[1]))
        found = body if body and not ends_apart else outlet
        if found is None:
            return None
        name, end = found
        rest = [token for token in tokens[end:] if self.reporter.fullmatch(token) is None]
        return None if whole and rest else name

    def read_last_name(self, tokens: list[str]) -> str | None:
        """Read the name that the tokens end with, whatever stands before it."""
        for start in range(max(0, len(tokens) - 9), len(tokens)):
            if name := self.read_name(tokens[start:], whole=True):
                return name
        return None

    def _outlet(self, tokens: list[str]) -> tuple[str, int] | None:
        if not tokens or not self.is_outlet(tokens[0]):
            return None
        name, end = self._outlet_name(tokens)
        certain = end == len(tokens) or DOMAIN.match(tokens[0]) or in_quotes(tokens[0])
        while end < len(tokens) and self.kind.fullmatch(tokens[end]):
            end += 1
            certain = True
        # `BBC редакторы Асқар`: a person of it.
        if not certain and not (
            is_proper(tokens[end])
            or self.reporter.fullmatch(tokens[end])
            or tokens[end].startswith(("сілтеме", "silteme", "سىلتەمە"))
        ):
            return None
        return name, end

    def _is_apart(self, tokens: list[str], end: int) -> bool:
        """Tell whether another name begins at `end`, behind the word for what an outlet is."""
        return self.kind.fullmatch(tokens[end - 1]) is not None and is_proper(tokens[end])

    def _outlet_name(self, tokens: list[str]) -> tuple[str, int]:
        first = tokens[0]
        if (quoted := in_quotes(first)) is not None:
            return quoted, 1
        bare = _APART.sub("", first)
        if DOMAIN.fullmatch(bare):
            return bare, 1
        end = 1
        if bare == first:
            while end < len(tokens) and self.continues.fullmatch(_APART.sub("", tokens[end])):
                end += 1
        name = " ".join(tokens[:end])
        name = _APART.sub("", name)
        if self.declined is not None and (declined := self.declined.fullmatch(name)):
            return declined[1], end
        return name, end

    def _body(self, tokens: list[str]) -> tuple[str, int] | None:
        if not tokens or not is_proper(tokens[0]):
            return None
        # A site and whom it quotes: `Zakon.kz Қаржы министрлігіне сілтеме жасап`.
        if DOMAIN.match(tokens[0]) and is_proper(tokens[1] if len(tokens) > 1 else "X"):
            return None
        end = 0
        ending: re.Match[str] | None = None
        for place, token in enumerate(tokens[:10]):
            if (place and DOMAIN.match(token)) or self.reporter.fullmatch(token):
                break
            if self.person.fullmatch(token):
                return None
            if found := self.body.fullmatch(token):
                end, ending = place + 1, found
        if ending is None or end == 1:
            return None
        if tokens[0] in self.vague and not any(map(is_proper, tokens[1:end])):
            return None
        return " ".join((*tokens[: end - 1], ending[1])), end


def _is_latin_outlet(token: str) -> bool:
    """Tell an outlet among Latin words by a domain, quotation marks or capitals inside."""
    return (
        DOMAIN.match(token) is not None
        or in_quotes(token) is not None
        or _LATIN_OUTLET.fullmatch(token) is not None
    )


def _is_cyrillic_outlet(token: str) -> bool:
    return is_outlet(_APART.sub("", token))


def _is_arabic_outlet(token: str) -> bool:
    return is_outlet(token) or _ARABIC_WORD.fullmatch(token) is not None


_LATIN_OUTLET = re.compile(
    r"(?:[A-ZÁÄǴĞÝÚŪÓÖŃÑŞİ]{2,}|\w+[a-z][A-Z]\w*|(?:Kazinform|Qazinform|Qazaqparat|Egemen|Azatty[qk]"
    r"|Habar|Sputnik|Reuters|Bloomberg|Informburo|Tengrinews|Zakon|Aikyn|Aıqyn|Ana|Jas|Turkystan)"
    r"\w*)(?:-\w+)?"
)
_ARABIC_WORD = re.compile("[\u0621-\u06ff]{3,}")

CYRILLIC = Spelling(
    kind=re.compile(
        r"ұлттық|ақпарат|ақпараттық|жаңалықтар|жаңалық|интернет|медиа|халықаралық|республикалық|қоғамдық"
        r"|(?:агенттігі|порталы|сайты|(?:теле)?арнасы|газеті|журналы|басылымы|радиосы|телерадиосы"
        r"|ресурсы|компаниясы|қоры|холдингі|партиясы|телеграм-арнасы|Telegram-арнасы)"
        r"(?:н[іы]ң|не|на|нен|нан|нде|нда|н)?"
    ),
    body=re.compile(
        r"((?:\w+-)?(?:агентт|министрл|әкімд|елшіл|өкілд|бірлест|мекемес|кеңес|одағ|департамент"
        r"|комитет|банк|институт|университет|қызмет|қоғам|штаб|кәсіпорн|қор|сот|сенат"
        r"|палатасы|басқармасы|прокуратурасы|бюросы|инспекциясы|академиясы"
        r"|орталығы|ұйымы|қауымдастығы|федерациясы|корпорациясы|компаниясы|комиссиясы|полициясы"
        r"|ТЖД|ТЖМ|ІІМ|ІІД|ПД|ҰҚК|ДСМ)(?:ігі|ығы|ы|і)?)-?(?:н[іы]ң|не|на|нен|нан|нде|нда|н"
        r"|т[іы]ң|ке|қа|тен|тан|те|та)?",
    ),
    reporter=re.compile(
        r"меншікті|арнайы|өз|тілші(?:сі|лері|міз)?(?:не|нің)?|журналисі|журналистері"
    ),
    person=re.compile(
        r"(?:өкіл|төраға|басшы|директор|министр|президент|хатшы|жетекші|депутат|әкімі|тұрғын|маман"
        r"|сарапшы|орынбасар|бастығ|басқарушы|редактор|қызметкер|спикер|кандидат|мүше|судья)"
        r"(?:сы|сі|ы|і|лары|лері|дары|дері|тары|тері|нің|ның)?(?:н[іы]ң)?"
    ),
    vague=frozenset(
        "Облыс Облыстық Аудан Аудандық Қала Қалалық Аталған Осы Бұл Жергілікті Ведомство Полиция "
        "Баспасөз Ол Олар Елордалық Сол Өңірлік Банк Компания Мекеме "
        "Құрылыс Ауыл Ресми Тергеу Тәуелсіз".split()
    ),
    is_outlet=_is_cyrillic_outlet,
    continues=re.compile(
        r"[A-Z0-9][\w&.]*|of|the|and|&|Қазақстан|Казахстан|Орталық|Азия|Қазақ|Жаңалықтары"
    ),
    declined=re.compile(
        r"(\w+[А-ЯA-Zа-яәғқңөұүһі])(?<=\w{4})(?:т[іы]ң|д[іы]ң|н[іы]ң|қа|ке|ға|ге|тан|тен|дан|ден|нан"
        r"|нен)"
    ),
)

LATIN = Spelling(
    kind=re.compile(
        r"aqparat(?:ty[qk])?|(?:agentti[gǵğ]i|portal[yı]|sa[ıiy]t[yı]|arnas[yı]|telearnas[yı]|gazeti"
        r"|basylymy|radiosy)\w{0,4}",
        re.IGNORECASE,
    ),
    body=re.compile(
        r"((?:agentti|ministrli|[aáä]kimdi)[gǵğ]i|departamenti|komiteti|banki|q[yı]zmeti|basqarmas[yı]"
        r"|prokurat[uýw]ras[yı]|b[ıiy][uýw]ros[yı])(?:n[iıy][nńñ]|ne|na|nen|nan|nde|nda)?",
        re.IGNORECASE,
    ),
    reporter=re.compile(r"tilshi(?:si|leri|miz)?|t[iı]lş[iı](?:s[iı])?", re.IGNORECASE),
    person=re.compile(
        r"(?:[oóö]kil|t[oóö]ra[gǵğ]a|bass?h?[yı]|direktor|ministr|prezident|hats?h?[yı]|deputat)"
        r"(?:s[yiı]|[yiı])?",
        re.IGNORECASE,
    ),
    vague=frozenset("Oblys Oblıs Oblystyq Aýdan Qala Qalalyq Politsia Polısia Baspasóz".split()),
    is_outlet=_is_latin_outlet,
    continues=re.compile(r"Qazaqstan\w*|Kazakhstan|\d+|News|Times|Press|tili|Tili|Alash"),
)

ARABIC = Spelling(
    kind=re.compile(
        "اقپارات|اقپاراتتىق|(?:اگەنتتىگى|پورتالى|سايتى|ارناسى|تەلەارناسى|گازەتى|باسىلىمى)"
        "(?:نىڭ|نە|نا|نەن|نان)?"
    ),
    body=re.compile(
        "(اگەنتتىگى|مينيسترلىگى|دەپارتامەنتى|كوميتەتى|بانكى|قىزمەتى|باسقارماسى|اكىمدىگى)"
        "(?:نىڭ|نە|نا|نەن|نان)?"
    ),
    reporter=re.compile("ء?تى?لشى(?:سى|لەرى|مىز)?|تىلشى(?:سى|لەرى|مىز)?"),
    person=re.compile("(?:مينيستر|پرەزيدەنت|توراعا|دەپۋتات|باسشى|ديرەكتور|وكىل|ول|ولار)(?:ى|سى)?"),
    vague=frozenset(),
    is_outlet=_is_arabic_outlet,
    continues=_ARABIC_WORD,
)
