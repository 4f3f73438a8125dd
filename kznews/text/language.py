"""Which language a text is in: Russian, Kazakh, English or Chinese, and in which script.

Letters beyond the Russian alphabet are 15 % of the letters of Kazakh news, at least 7 % of 95 %
of its sentences (docs/domain.md, "Languages and scripts"): in a body they decide. A headline is
read word by word, because a Russian one may hold a Kazakh name («Самрук-Қазына») and a Kazakh one
none of these letters («Алматыда мектеп ашылды»), or it is typed without them (`казак тилинде`): the
odds of its words' triples of letters (`letter_odds`) are added. Small words decide; nouns that both
languages have (`shared_nouns`) speak by their endings only; names, by the endings that Kazakh
sentences give them, in whatever letters they are written.

Chinese is told by its characters. Other languages are recognised by letters, endings and small
words: the neighbours of Kazakh (Kyrgyz, Tatar, Uzbek) among texts that read like Kazakh, those of
Russian (Ukrainian, Belarusian, Bulgarian) among the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kznews.items import Language, Script
from kznews.text.characters import repair_mixed_script
from kznews.text.latin_language import english_or_kazakh
from kznews.text.letter_odds import AS_TYPED, letter_odds, word_weight
from kznews.text.quotations import outside_quotations
from kznews.text.shared_nouns import ending as noun_ending

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
_MAY_HOLD_ADDRESSES = re.compile(r"://|@|\.(?:kz|com|ru|org|net)\b")
_ADDRESS = re.compile(r"://|^@\w|\w@\w|\w\.(?:kz|com|ru|org|net)\b")
_WORD = re.compile(r"[^\W\d_]+")

# ӊ is what some editors type for ң, ў for ұ or ү.
_KAZAKH = re.compile("[әғқңөұүһіӊӘҒҚҢӨҰҮҺІӉ]")
_FOREIGN_CYRILLIC = re.compile("[ђѓєѕїјљњћќџґҕҗҙҝҟҡҥҧҫҭҳҵҷҹһӏӑӓӗӝӟӡӣӥӧӯӱӳӵӹў]|ъ(?=[^\\W\\d_еёюяи])")
# Words that Kazakh sentences do not hold (`от`, `без`, `не` are Kazakh words too).
_RUSSIAN_WORDS = frozenset(
    """в во на и с со по для из о об за к ко у до при под над как что или после через между
    это его её их был была были будет будут года году лет чтобы если когда где уже
    еще ещё нет кто чем все всех стал стала стали умер умерла купил
    я мы вы она они нас вас них себя ли бы же так тогда тысяч тысячи дети суд там тут также даже
    очень потом дал дали дала января февраля марта апреля мая июня июля августа сентября октября
    ноября декабря январе феврале марте апреле июне июле августе сентябре октябре ноябре
    декабре""".split()
)
# Words of both, units and abbreviations: they tell nothing.
_SHARED_WORDS = frozenset(
    """тенге млн млрд трлн тыс км кв кг см мм га гр курс акимат казахстан астана алматы шымкент
    экс вице азербайджан кыргызстан узбекистан таджикистан туркменистан туркестан""".split()
)
# As they are typed without letters of their own.
_KAZAKH_WORDS = frozenset(
    """мен пен бен туралы бойынша деп деди екен керек емес неге кайда канша калай кашан
    жана уш бир еки кыз ер бул осы сол енди казир бирак ушин жане болып болган болды болады болса
    жок сондай сонымен кейин дейин биыл барлык оз озинин астам пайыз отыз жиырма мын жыл жылы жылгы
    куни айында онын олар олардын биз атындагы немесе ресей ал ол""".split()
)
# Names have these in Kazakh sentences; Russian ones end so seldom.
_KAZAKH_CASE = re.compile(
    r"..(?:(?<!с)тан|тен|[дн][ае]н|[дт][ае]|[гк][ае]|[дтн]ын|[дтн]ин|[дтн]ы|[дт]и|[мбп]ен|[лдт][ае]р"
    r"|[лдт]ык|[дт][ае]г[ыи]|с[ыи]|[ыи]н[аые]?)$"
)
# `назначен`, `уволена`, `создал`: as short as Kazakh words that end alike, and half of Russian
# headlines.
_RUSSIAN_VERB = re.compile(
    r"ё|..(?:[лщчжвш]ен|[оеи]ван|йден|[жч]ан)[аоы]?$"
    r"|(?:воз?|вс|вы|до|за|и[зс]|на|об?|от|пере|по|под|при|про|ра[зс]|со?|у).*[аеиоуыя]л[аио]?$"
)

# Kyrgyz has ң, ө, ү as Kazakh does, but none of ә, ғ, қ, і, ұ; Mongolian ө, ү.
_KYRGYZ = re.compile(
    r"аа|ээ|[өү][^\W\d_]*[өү]|[дтн][иуү]н\b|[дн]ын\b|[оө][^\W\d_]{1,2}д[уү]\b"
    r"|\b(?:жаңы|менен|эмес|кеңеш|болот|боюнча|тууралуу|мыйзам)\b"
)
_DOUBLED_VOWEL = re.compile("аа|ээ|уу")
_TATAR = re.compile(r"җ|ә[^\W\d_]*ә|\b(?:яңа|яңы|белән|өчен|булды|булган)\b")
_UZBEK_WORDS = frozenset({"билан", "учун", "янги", "бўйича"})
_UZBEK = re.compile(r"\b(?:ва|эди|қил\w+|бўл\w*)\b|(?:нинг|лари|даги|моқда|лик)\b")
# Ukrainian and Belarusian have і, but none of the other letters of Kazakh.
_UKRAINIAN = re.compile(r"\bі\b|від|під|ії|іє|ій\b|ів\b|ськ|ння|нне\b|цца\b|дз[еі]|лос[яь]")
# Bulgarian has none of these letters, words and endings; it has articles at the ends of nouns, and
# small words.
_NO_BULGARIAN = re.compile(
    r"[ыэё]|\b(?:что|где|его|для|из|или|если|чтобы)\b|(?:ть|тся|ться|ий|ого|ому)\b"
)
_BULGARIAN = re.compile(
    r"(?:ият|ията|[аеи]нето|ството|остта|[^нм]ите|[чщкр]ата|иите)\b"
    r"|\b(?:след|бе)\b"
)
_BULGARIAN_WORDS = re.compile(
    r"\b(?:са|се|че|ще|като|това|този|тази|беше|според|срещу|вече|повече|няма|които|който)\b"
)

# Kazakh in the Arabic script writes these, and `ى` within words; Arabic does not.
_KAZAKH_ARABIC = re.compile("[\u06d5\u06cb\u06ad\u06c7\u06c6]|\u0649(?=[\u0620-\u064a\u06d5])")
_UYGHUR = re.compile("[\u06d0\u06c8]|\u0626(?=[\u06d5\u0627\u06c7\u06c6\u0649])")
_NOT_IN_KAZAKH_ARABIC = re.compile("[\u0622\u0623\u0625\u0629]|\\b(?:ال|على\\b|حتى\\b|موسى\\b)")
_NO_KAZAKH_ARABIC = re.compile("[\u06c5\u06c9\u0679\u0688\u0691\u06ba\u06be\u06c1\u06c2\u06d2]")


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
        return english_or_kazakh(text), "Latn"
    return _cyrillic(text), "Cyrl"


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


def _cyrillic(text: str) -> Language | None:
    text = outside_quotations(text, _CYRILLIC)
    letters = _letters(_CYRILLIC, text)
    lower = text.lower()
    own = _KAZAKH.findall(lower)
    if _has_foreign_letters(lower, letters, set(own)):
        return None
    if letters > _HEADLINE_LETTERS and len(own) * 50 < letters and _reads_russian(lower):
        return "ru"
    is_kazakh = letters > _HEADLINE_LETTERS and len(own) * 12 >= letters
    if not is_kazakh and _kazakh_weight(text) <= 0:
        return None if _is_slavic_neighbour(lower, set(own)) else "ru"
    return None if _is_turkic_neighbour(lower, letters, set(own)) else "kk"


def _has_foreign_letters(lower: str, letters: int, own: set[str]) -> bool:
    foreign = _FOREIGN_CYRILLIC.findall(lower)
    if foreign:
        # һ is Kazakh too, and ў typed for ұ, in texts that have these.
        if own & set("әңөүұ") or (own & set("қғ") and "ы" in lower):
            foreign = [letter for letter in foreign if letter not in "һў"]
        elif own & set("қі"):
            foreign = [letter for letter in foreign if letter != "һ"]
    return len(foreign) * 50 > letters


def _is_turkic_neighbour(lower: str, letters: int, own: set[str]) -> bool:
    """Tell whether a text that reads like Kazakh is in a language that is close to it."""
    if not own:
        doubled = len(_DOUBLED_VOWEL.findall(lower))
        return doubled * 15 > letters or ("ы" not in lower and _is_uzbek(lower))
    if not own & set("әғқұі"):
        return _KYRGYZ.search(lower) is not None
    if not own & set("ғқұі"):
        return _TATAR.search(lower) is not None
    if own <= set("қғ") and "ы" not in lower:
        return _is_uzbek(lower)
    return False


def _is_uzbek(lower: str) -> bool:
    return _UZBEK.search(lower) is not None or not _UZBEK_WORDS.isdisjoint(_WORD.findall(lower))


def _is_slavic_neighbour(lower: str, own: set[str]) -> bool:
    """Tell whether a text that does not read like Kazakh is in a language close to Russian."""
    if own == {"і"}:
        return _UKRAINIAN.search(lower) is not None
    if own or _NO_BULGARIAN.search(lower):
        return False
    return len(_BULGARIAN_WORDS.findall(lower)) * 2 + len(_BULGARIAN.findall(lower)) >= 2


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
            is_initial = place > 0 and len(word) == 1 and word.isupper() and not capitals
            weight -= 0 if is_initial else 14
            names_alone = names_alone and is_initial
        elif typed in _KAZAKH_WORDS:
            weight += 8
            names_alone = False
        elif typed in _SHARED_WORDS and not has_own:
            other_names += word[0].isupper()
        elif capitals or word[0].islower():
            names_alone = False
            found = _common_word_weight(lower, typed, has_own, odds)
            # «Фонд Қазақстан халқына»: a name goes on in small letters.
            in_name = in_name and found > 0
            weight += found // 2 if in_name else found
        else:
            names += _name_weight(lower, typed, has_own, place == 0, odds)
            in_name = has_own
            own_names += has_own
            other_names += not has_own
    if names_alone:
        is_own = own_names > 0 and own_names >= other_names
        weight += 4 if is_own else -4 if other_names < 2 or names > _WEIGHT_OF_NAMES else -12
    return weight + max(-_WEIGHT_OF_NAMES, min(_WEIGHT_OF_NAMES, names))


def _name_weight(
    lower: str, typed: str, has_own: bool, is_first: bool, odds: Mapping[str, int]
) -> int:
    """Weigh a word with a capital: it may be a name, which is in either language."""
    if is_first:
        whose = noun_ending(typed)
        if whose is not None and not has_own:
            return {"ru": -8, "kk": 6, "": 0}[whose]
        found = word_weight(typed, odds) // 2
        return max(-8, min(_WEIGHT_OF_NAMES, found)) + 4 * has_own
    found = word_weight(typed, odds, max(len(typed) - 2, 0)) // 2
    most = 4 if has_own or _KAZAKH_CASE.search(typed) else 0
    return max(-4, min(most, found)) + has_own


def _common_word_weight(lower: str, typed: str, has_own: bool, odds: Mapping[str, int]) -> int:
    whose = noun_ending(typed)
    if has_own:
        return 8 if whose is not None else max(2, word_weight(typed, odds)) + 4
    if whose is not None:
        return {"ru": -10, "kk": 8, "": 0}[whose]
    return word_weight(typed, odds) - (10 if _RUSSIAN_VERB.search(lower) else 0)
