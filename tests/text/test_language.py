from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kznews.items import Language, Script
from kznews.text.language import detect
from tests.growth import growth

RUSSIAN = [
    "Аким области отчитался перед жителями",
    "Цены на хлеб выросли вдвое",
    "Дожди и грозы ожидаются в Алматы",
    "«Самрук-Қазына» выплатит дивиденды",
    "АО «Қазақстан темір жолы» объявило тендер",
    "Глава «Қазақмыс» рассказал о планах",
    "Партия «Ақ жол» предложила поправки",
    "Самрук-Қазына продаст долю в аэропорту",
    "Қазақстан Халық Банкі открыл отделение",
    "Фильм «Қаш» вышел в прокат",
    "Өскемен или Усть-Каменогорск: спор о названии",
    "Семья из Қызылорды ждёт помощи",
    "Тенге укрепился",
    "Погода на завтра",
    "Итоги дня",
    "Пожар потушен",
    "Президент подписал закон о СМИ",
    "США и Китай возобновили переговоры",
    "Apple представила новый iPhone 15 Pro Max",
    "Сборная Казахстана обыграла Данию",
    "Умер народный артист",
    "Бектенов провёл совещание",
    "Жапаров прибыл в Астану",
    "Назарбаев университет объявил набор",
    "Байтерек снова открыт",
    "Токаев: реформы продолжатся",
    "Бишкек закрыл границу",
    "Актау остался без воды",
    "Аксу, Экибастуз, Павлодар: где опасен воздух",
    "Алматы – Астана: поезд задержан",
    "Казахстан",
    "Экономика",
    "Подозреваемых задержали в Жанаозене",
    "МВД опровергло слухи",
    "Самолёт экстренно сел в Караганде",
    "Школьников переведут на дистанционное обучение",
    "Курс доллара превысил 500 тенге",
    "Акимат Алматы ответил на жалобы",
    "Как приготовить бауырсақ",
    "ҚАЗАҚМЫС НАРАСТИЛ ДОБЫЧУ МЕДИ В ОБЛАСТИ",
    "Турнир по тоғызқұмалақ прошёл в Таразе",
]
KAZAKH = [
    "Алматыда мектеп ашылды",
    "Астанада дауыл болады",
    "Тараздан самолет ушады",
    "Президент Астанада баспасөз жиынын өткізді",
    "Елордада жаңа көпір салынады",
    "Доллар арзандады",
    "Бензин тапшы",
    "Министр отставкаға кетті",
    "Трамп Иранмен соғыспаймыз деді",
    "Бала суға батып кетті",
    "Шымкентте автобус аударылып, 3 адам жарақат алды",
    "«Жизнь за царя» операсы қойылды",
    "«Мы вместе» акциясы басталды",
    "Маска тағу міндетті емес",
    "Алматы облысында жол апаты болды",
    "Астана мен Алматыда ауа ластанды",
    "Атырауда мұнай төгілді",
    "Олимпиада жарысы басталды",
    "Павлодарда ер адам ажалды",
    "Мектептерде сабак болмайды",
    "Депутат сайлаушыларымен кездесті",
    "Ауа райы: жауын-шашын болады",
    "Сенат отырысы",
    "Кайрат Финляндия клубын утты",
    "Ресей Украинаға шабуыл жасады",
    "Банктер несие беруді доғарды",
    "Банктер несие береді",
    "Сауд Арабиясы мунай бағасын көтерді",
    "Дарын Мектебі",
    "Талдау",
    "Атыраудан Астанаға ұшатын рейс кешікті",
    "Мемлекеттiк тiл туралы",
    "Полиция күдіктіні ұстады",
    "Абай Астанада болды",
    "Токаев Токиода болды",
    "Жанаозенде митинг басталды",
    "Нан кымбаттады",
    "Айгерим Астанадан келді",
    "Ерлан Парижде алтын алды",
    "Ұлттық банк мөлшерлемені өзгертпеді",
    "ҰЛТТЫҚ БАНК МӨЛШЕРЛЕМЕНІ ӨЗГЕРТПЕДІ",
    "Қарағандыда митинг",
    "Токаев Путинмен сөйлесті",
    "Мемлекеттiк қызметшi ұсталды",
]
RUSSIAN_BODY = (
    "Аким области отчитался перед жителями о расходах бюджета и планах строительства школ. "
    "Компания «Самұрық-Энерго» и фонд «Қазақстан халқына» помогут деньгами. "
)
KAZAKH_BODY = (
    "Облыс әкімі тұрғындар алдында бюджет шығыстары мен мектеп құрылысы туралы есеп берді. "
    "Жиынға «Народная партия» өкілдері қатысқан жоқ. "
)


@pytest.mark.parametrize("headline", RUSSIAN)
def test_russian_headlines(headline: str) -> None:
    assert detect(headline) == ("ru", "Cyrl")


@pytest.mark.parametrize("headline", KAZAKH)
def test_kazakh_headlines(headline: str) -> None:
    assert detect(headline) == ("kk", "Cyrl")


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("Kazakhstan raises key rate", "en", "Latn"),
        ("The minister of energy spoke to reporters in Astana", "en", "Latn"),
        ("Toqayev in Qyzylorda", "en", "Latn"),
        ("Qazaqstan Prezidenti Qasym-Jomart Toqaev Almatyǵa bardy", "kk", "Latn"),
        ("Almatyda jańa mektep ashyldy", "kk", "Latn"),
        ("Qazaqstanda jağday twraqtı", "kk", "Latn"),
        ("Elimizde jaңa zaң qaбyldandy", "kk", "Latn"),
        ("قازاقستان پرەزيدەنتى استانادا كەزدەسۋ ءوتكىزدى", "kk", "Arab"),
        ("رئيس كازاخستان يزور القاهرة", None, "Arab"),
        ("USD/KZT: 495.20 EUR/KZT: 522.34", None, "Latn"),
        ("Samsung", None, "Latn"),
        ("TikTok", None, "Latn"),
        ("Air Astana закупит Boeing 787 Dreamliner", "ru", "Cyrl"),
        ("Boeing 787 Dreamliner Astanaға ұшады", "kk", "Cyrl"),
        ("Сайт https://www.example.com/news/today работает", "ru", "Cyrl"),
        ("استانا قالاسى", "kk", "Arab"),
        ("哈萨克斯坦总统 Nazarbayev", "zh", "Hani"),
        ("托卡耶夫会见中国外长", "zh", "Hani"),
        ("哈通社", "zh", "Hani"),
        ("Токаев процитировал: 千里之行,始于足下", "ru", "Cyrl"),
        ("Кітаптың аты «千里之行» деп аталады", "kk", "Cyrl"),
        ("カザフスタン", None, None),
        ("日本の首相が辞任を表明した", None, None),
        ("東京株式市場続落", None, None),
        ("政府発表", None, None),
        ("카자흐스탄 大統領", None, None),
        ("习", None, None),
        ("№ 5", None, None),
        ("2025", None, None),
        ("5 " * 300 + "Samsung Galaxy", None, "Latn"),
        ("", None, None),
    ],
)
def test_other_scripts_and_no_language(
    text: str, language: Language | None, script: Script | None
) -> None:
    assert detect(text) == (language, script)


def test_bodies() -> None:
    assert detect(RUSSIAN_BODY * 20) == ("ru", "Cyrl")
    assert detect(KAZAKH_BODY * 20) == ("kk", "Cyrl")
    without_letters = KAZAKH_BODY.translate(str.maketrans("әғқңөұүһі", "агкноуухи"))
    assert detect(without_letters * 5) == ("kk", "Cyrl")


@settings(max_examples=60)
@given(st.sampled_from(RUSSIAN), st.sampled_from(RUSSIAN), st.sampled_from([" ", " – ", "\n\n"]))
def test_two_russian_headlines_are_russian(one: str, other: str, between: str) -> None:
    assert detect(one + between + other)[0] == "ru"


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    language, script = detect(text)
    assert script is not None or language is None


def test_a_long_body_costs_no_more_than_a_short_one() -> None:
    assert growth(detect, RUSSIAN_BODY, 600) < 3


def test_telling_a_language_loads_no_model() -> None:
    program = (
        "import sys; from kznews.text.language import detect;"
        "assert detect('Алматыда мектеп ашылды') == ('kk', 'Cyrl');"
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_seed_pages_list_of_articles(captures: Path) -> None:
    seed = (captures.parent / "seed-page.txt").read_text(encoding="utf-8")
    lines = seed.split("События дня", 1)[1].splitlines()
    doubled = [line for line in lines if line[: len(line) // 2] == line[len(line) // 2 + 1 :]]
    titles = [line[: len(line) // 2] for line in doubled if line]
    assert len(titles) == 17
    languages = [detect(title)[0] for title in titles]
    # Every Kazakh headline of the seed holds letters of its own, and no Russian one does.
    own_letters = [any(letter in title.lower() for letter in "әғқңөұүһі") for title in titles]
    assert languages == ["kk" if own else "ru" for own in own_letters]
    assert languages.count("kk") == 5
