"""Which language a text is in: Russian, Kazakh, English or Chinese, and in which script.

Letters beyond the Russian alphabet are 15 % of the letters of Kazakh news, at least 7 % of 95 %
of its sentences (docs/domain.md, "Languages and scripts"): in a body they decide. A headline is
read word by word, because a Russian one may hold a Kazakh name («Самрук-Қазына») and a Kazakh one
none of these letters («Алматыда мектеп ашылды»), or it is typed without them (`казак тилинде`): the
odds of its words' triples of letters (`letter_odds`) are added. Chinese is told by its characters.
Other languages are recognised by letters, endings and small words that these do not have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kznews.items import Language, Script
from kznews.text.characters import repair_mixed_script
from kznews.text.letter_odds import AS_TYPED, letter_odds

_MOST_CHARACTERS = 1200
"""Characters of a text that are looked at; more would change no answer."""
_WEIGHED_CHARACTERS = 300
"""Characters of a text whose words are weighed."""
_HEADLINE_LETTERS = 200
"""Letters of the longest headline, in which words decide before letters do."""
_WEIGHT_OF_NAMES = 6
"""Weight of all names of a headline together, at most."""

_CYRILLIC = re.compile("[\u0400-\u052f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0259\u1e00-\u1eff]+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d5\u06fa-\u06ff]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# Kana, Hangul, and characters that Japan alone writes so.
_NOT_CHINESE = re.compile(
    "[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3気円売価続県図対駅広働込発済関権]"
)
_QUOTED = re.compile('«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|"[^"]*"')
_MAY_HOLD_ADDRESSES = re.compile(r"://|@|\.(?:kz|com|ru|org|net)\b")
_ADDRESS = re.compile(r"://|^@\w|\w@\w|\w\.(?:kz|com|ru|org|net)\b")
_SINGLY_QUOTED = re.compile(r"(?<!\w)['‘][^'‘’]*['’](?!\w)")
_WORD = re.compile(r"[^\W\d_]+")

# ӊ is what some editors type for ң, ў for ұ or ү.
_KAZAKH = re.compile("[әғқңөұүһіӊӘҒҚҢӨҰҮҺІӉ]")
_FOREIGN_CYRILLIC = re.compile("[ђѓєѕїјљњћќџґҕҗҙҝҟҡҥҧҫҭҳҵҷҹһӏӑӓӗӝӟӡӣӥӧӯӱӳӵӹў]|ъ(?=[^\\W\\d_еёюяи])")
# Words that Kazakh sentences do not hold (`от`, `без`, `не` are Kazakh words too).
_RUSSIAN_WORDS = frozenset(
    """в во на и с со по для из о об за к ко у до при под над как что или после через между
    это его её их был была были будет будут года году лет чтобы если когда где уже
    еще ещё нет кто чем все всех стал стала стали умер умерла купил
    я мы вы она они нас вас них себя ли бы же так тогда тысяч тысячи дети суд""".split()
)
# Russian has borrowed these, or Kazakh: they tell nothing.
_SHARED_WORDS = frozenset(
    """тенге млн млрд трлн миллиард миллиарды миллиарда миллион миллионы тендер курс банк
    акимат аким казахстан астана алматы шымкент""".split()
)
_KAZAKH_WORDS = frozenset(
    """мен пен бен туралы бойынша деп деді деди екен керек емес неге кайда канша калай кашан
    жана уш бир еки кыз ер""".split()
)
# `назначен`, `уволена`: as short as Kazakh words that end alike, and half of Russian headlines.
_RUSSIAN_PARTICIPLE = re.compile(r"ё|..(?:[лщчжвш]ен|[оеи]ван|йден|[жч]ан)[аоы]?$")

# Kyrgyz has ң, ө, ү as Kazakh does, but none of ә, ғ, қ, і, ұ; Mongolian ө, ү.
_KYRGYZ = re.compile(
    r"аа|ээ|[өү][^\W\d_]*[өү]|[дтн][иуү]н\b|[дн]ын\b|[оө][^\W\d_]{1,2}д[уү]\b"
    r"|\b(?:жаңы|менен|эмес|кеңеш|болот|боюнча|тууралуу|мыйзам)\b"
)
_DOUBLED_VOWEL = re.compile("аа|ээ|уу")
_TATAR = re.compile(r"җ|ә[^\W\d_]*ә|\b(?:яңа|яңы|белән|өчен|булды|булган)\b")
_UZBEK_WORDS = ("билан", "учун", "янги", "бўйича")
_UZBEK = re.compile(r"\b(?:ва|эди|қил\w+|бўл\w*)\b|(?:нинг|лари|даги|моқда|лик)\b")
# Ukrainian and Belarusian have і, but none of the other letters of Kazakh.
_UKRAINIAN = re.compile(r"\bі\b|від|під|ії|іє|ій\b|ів\b|ськ|ння|нне\b|цца\b|дз[еі]|лос[яь]")

# Kazakh in the Arabic script writes these, and `ى` within words; Arabic does not.
_KAZAKH_ARABIC = re.compile("[\u06d5\u06cb\u06ad\u06c7\u06c6]|\u0649(?=[\u0620-\u064a\u06d5])")
_UYGHUR = re.compile("[\u06d0\u06c8]|\u0626(?=[\u06d5\u0627\u06c7\u06c6\u0649])")
_NOT_IN_KAZAKH_ARABIC = re.compile("[\u0622\u0623\u0625\u0629]|\\b(?:ال|على\\b|حتى\\b|موسى\\b)")
_NO_KAZAKH_ARABIC = re.compile("[\u06c5\u06c9\u0679\u0688\u0691\u06ba\u06be\u06c1\u06c2\u06d2]")

# Kazakh in the Latin spellings of 2018 and 2021, and ad hoc ones; q without u after it.
_KAZAKH_LATIN = re.compile("[äǵǧğıńñóöşúūüýə]|q(?=[a-tv-z\u00e4-\u01f5])")
_PLAIN_LATIN = str.maketrans(
    "äǵǧğıńñóöşúūüýəį", "agggınnoosuuuyəi".replace("ı", "i").replace("ə", "a")
)
_FOREIGN_LATIN = re.compile(
    "[çßàâãåæèéêëìíîïòôõøùûăąćčďđęěėīłľňőřśšţťůűźžżț]|[og][ʻʼ'‘’`](?!s\\b)[a-z]"
)
_TURKISH = re.compile(r"c(?!h)|[ıiuü]yor|[ae]ca[kğ]|[ae]ce[kğ]|m[ıiuü]ş\b|[nsr]ın[ıa]\b|[çə]")
_ENGLISH_WORDS = frozenset(
    """the of and for with from are after over new will says to by its how why what who not
    be has have his her than into amid against""".split()
)
# Words of English that stand in other languages as well, the latter in Kazakh.
_LIKELY_ENGLISH_WORDS = frozenset("in a up out".split())
_ALSO_KAZAKH_WORDS = frozenset("on an is at as".split())
_FOREIGN_WORDS = frozenset(
    """der die das und den dem von ist für über wird le les la des du et est une aux los las del
    que por lo di che gli na się nie ve için va bilan uchun yangi və üçün yeni con""".split()
)


def detect(text: str) -> tuple[Language | None, Script | None]:
    """Decide language and script of a headline or a body; None where there is no telling.

    Look-alike letters are repaired first; the first 1,200 characters count. Words in quotation
    marks are names or foreign speech and count only where little else is left. Languages other
    than Russian, Kazakh, English and Chinese are None where their letters, endings or small words
    tell them, and may else be taken for their neighbour of these (Uzbek for Kazakh).
    """
    text = repair_mixed_script(text[:_MOST_CHARACTERS])
    if _MAY_HOLD_ADDRESSES.search(text):
        words = text.split()
        text = " ".join([word for word in words if word.isalpha() or not _ADDRESS.search(word)])
    cyrillic, latin, arabic = (_letters(script, text) for script in (_CYRILLIC, _LATIN, _ARABIC))
    letters = cyrillic + latin + arabic
    if letters * 3 < len(text) * 2 and _is_mostly_other(text, letters):
        return ("zh", "Hani") if _is_chinese(text, letters) else (None, None)
    if letters < 2:
        return None, None
    if arabic > cyrillic + latin:
        return _arabic(text, arabic), "Arab"
    # Brand names are Latin in any text; English or Kazakh Latin texts hold hardly any Cyrillic.
    if cyrillic * 3 < latin and not (cyrillic and _reads_cyrillic(text)):
        return _latin(text, latin), "Latn"
    return _cyrillic(text, cyrillic), "Cyrl"


def _is_mostly_other(text: str, letters: int) -> bool:
    """Tell whether a third of the letters are of none of our scripts (a Chinese one is a word)."""
    return sum(map(str.isalpha, text)) * 2 > letters * 3


def _is_chinese(text: str, letters: int) -> bool:
    """Tell whether the text is Chinese, with so many `letters` of other scripts in its names."""
    characters = len(_HAN.findall(text))
    return (
        characters >= 2
        and characters * 2 > letters
        and len(_NOT_CHINESE.findall(text)) * 30 < characters
    )


def _letters(script: re.Pattern[str], text: str) -> int:
    return sum(map(len, script.findall(text)))


def _reads_cyrillic(text: str) -> bool:
    """Tell whether most words that are no names are Cyrillic («Air Astana закупит Boeing»)."""
    words = [word for word in _WORD.findall(text) if word.islower()]
    cyrillic = [word for word in words if _CYRILLIC.match(word)]
    return len(cyrillic) * 2 > len(words)


def _arabic(text: str, letters: int) -> Language | None:
    if (len(_UYGHUR.findall(text)) + len(_NO_KAZAKH_ARABIC.findall(text))) * 50 > letters:
        return None
    if len(_KAZAKH_ARABIC.findall(text)) * 20 > letters:
        return "kk"
    # Kazakh words end with `ى` more often than Arabic ones, which show themselves elsewhere.
    return "kk" if "\u0649" in text and _NOT_IN_KAZAKH_ARABIC.search(text) is None else None


def _cyrillic(text: str, letters: int) -> Language | None:
    outside = _QUOTED.sub(" ", text)
    outside_letters = _letters(_CYRILLIC, outside)
    if outside_letters >= 8 and outside_letters * 4 >= letters:
        text, letters = outside, outside_letters
    lower = text.lower()
    own = _KAZAKH.findall(lower)
    if _is_other_cyrillic(lower, letters, own):
        return None
    if letters > _HEADLINE_LETTERS and len(own) * 12 >= letters:
        return "kk"
    if letters > _HEADLINE_LETTERS and len(own) * 50 < letters and _reads_russian(lower):
        return "ru"
    if _kazakh_weight(text) > 0:
        uzbek = not own and "ы" not in lower and _UZBEK.search(lower) is not None
        return None if uzbek else "kk"
    # Russian with one Kazakh name, or a language that has і as well?
    if own and set(own) == {"і"} and _UKRAINIAN.search(lower):
        return None
    return "ru"


def _is_other_cyrillic(lower: str, letters: int, own: list[str]) -> bool:
    letters_of_its_own = set(own)
    foreign = _FOREIGN_CYRILLIC.findall(lower)
    if foreign:
        # һ is Kazakh too, and ў typed for ұ, in texts that have these.
        if letters_of_its_own & set("әңөүұ") or (letters_of_its_own & set("қғ") and "ы" in lower):
            foreign = [letter for letter in foreign if letter not in "һў"]
        elif letters_of_its_own & set("қі"):
            foreign = [letter for letter in foreign if letter != "һ"]
        if len(foreign) * 50 > letters:
            return True
    if not own:
        doubled = len(_DOUBLED_VOWEL.findall(lower))
        return doubled * 15 > letters or _has_uzbek_word(lower)
    if not letters_of_its_own & set("әғқұі"):
        return _KYRGYZ.search(lower) is not None
    if not letters_of_its_own & set("ғқұі"):
        return _TATAR.search(lower) is not None
    if letters_of_its_own <= set("қғ") and "ы" not in lower:
        return _UZBEK.search(lower) is not None or _has_uzbek_word(lower)
    return False


def _has_uzbek_word(lower: str) -> bool:
    found = [word for word in _UZBEK_WORDS if word in lower]
    return bool(found) and not set(found).isdisjoint(_WORD.findall(lower))


def _reads_russian(lower: str) -> bool:
    """Tell whether a text of many words has the words that only Russian texts have."""
    return sum(map(lower.count, (" и ", " в ", " на ", " с "))) * 100 > len(lower)


def _kazakh_weight(text: str) -> int:
    """Weigh how much a text's words speak for Kazakh (above 0) or for Russian (below 0)."""
    text = text[:_WEIGHED_CHARACTERS]
    capitals = text.isupper()
    words = [word for word in _WORD.findall(text) if "\u0400" <= word[0] <= "\u052f"]
    odds = letter_odds("cyrillic")
    weight = names = 0
    names_alone = not capitals
    in_name = False
    own_names = other_names = 0
    for place, word in enumerate(words):
        lower = word.lower()
        typed = lower.translate(AS_TYPED)
        has_own = typed != lower and _KAZAKH.search(lower) is not None
        if lower in _RUSSIAN_WORDS:
            # A single capital may be somebody's initial.
            weight -= 12 if len(word) > 1 or place == 0 or capitals else 0
        elif typed in _KAZAKH_WORDS:
            weight += 8
        elif typed in _SHARED_WORDS and not has_own:
            pass
        elif capitals or word[0].islower():
            names_alone = False
            found = _word_weight(typed, odds) + 4 * has_own
            if not has_own and _RUSSIAN_PARTICIPLE.search(lower):
                found -= 10
            # «Фонд Қазақстан халқына»: a name goes on in small letters.
            in_name = in_name and found > 0
            weight += found // 2 if in_name else found
        else:
            # A name may be in either language: its ending tells, and its letters little. What
            # begins a sentence need not be one.
            start = max(len(typed) - 2, 0) if place else 0
            most = 4 if place else _WEIGHT_OF_NAMES
            found = _word_weight(typed, odds, start) // 2
            names += max(-most, min(most, found)) + (4 if place == 0 else 1) * has_own
            in_name = has_own
            own_names += has_own
            other_names += not has_own
    if names_alone:
        weight += 4 if own_names > other_names == 0 else -4
    return weight + max(-_WEIGHT_OF_NAMES, min(_WEIGHT_OF_NAMES, names))


def _word_weight(word: str, odds: Mapping[str, int], start: int = 0) -> int:
    bounded = f"_{word}_"
    get = odds.get
    # A list here is read in half the time of a generator.
    weight = sum([get(bounded[i : i + 3], 0) for i in range(start, len(bounded) - 2)])
    return max(-20, min(12, weight))


def _latin(text: str, letters: int) -> Language | None:
    text = text[:_WEIGHED_CHARACTERS]
    outside = _SINGLY_QUOTED.sub(" ", _QUOTED.sub(" ", text))
    if _letters(_LATIN, outside) >= 8:
        text = outside
    lower = text.lower().replace("i\u0307", "i")
    words = _WORD.findall(lower)
    unique = set(words)
    english = len(unique & _ENGLISH_WORDS)
    likely = 2 * len(unique & _LIKELY_ENGLISH_WORDS) + len(unique & _ALSO_KAZAKH_WORDS)
    foreign = len(unique & _FOREIGN_WORDS)
    own = len(_KAZAKH_LATIN.findall(lower))
    alien = _FOREIGN_LATIN.search(lower) is not None
    if english > foreign:
        return "en"
    if foreign:
        return None
    weight = 2 * own - 8 * likely
    names_alone = own == 0
    odds = letter_odds("latin")
    for word in _WORD.findall(text):
        found = _word_weight(word.lower().translate(_PLAIN_LATIN), odds)
        if word[0].islower() or word.isupper():
            names_alone = names_alone and len(word) < 4
            weight += found
        else:
            weight += found // 3
    if weight > 0 and names_alone:
        return None
    if weight > 0:
        return None if alien or (own and _TURKISH.search(lower)) else "kk"
    if likely:
        return "en"
    # `USD/KZT` and `Samsung` are of no language.
    if letters < 8 or alien or max(map(len, words), default=0) < 4:
        return None
    return "en" if weight < -4 else None
