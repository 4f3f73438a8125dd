"""Addresses that outlets really had: which are articles, which are followed, which are one."""

from __future__ import annotations

import pytest

from kznews.outlets import outlet_of
from kznews.outlets.addresses import canonical, edition_at, followed, is_article_url

ARTICLES = [
    "https://24.kz/ru/news/economyc/777746-regulyator-turtsii-odobril-sdelku",
    "https://24.kz/ru/news/social/item/683181-falshivye-meduslugi-23-tysyachi-pripisok",
    "https://24.kz/ru/tv-projects/novosti-kultury/619882-kontsert-kollektiva-kultura",
    "https://24.kz/kz/zha-aly-tar/kogam/767772-kazakstan-baa-garys-salasyndagy-yntymaktastyk",
    "https://khabar.kz/ru/news/obshchestvo/item/48182-pamyat-zhambyla-zhabaeva-pochtili",
    "https://atpress.kz/ru/news/ekologiya/v-atyrau-ochistili-bereg",
    "https://www.kt.kz/rus/society/napadenie_na_pyatiletnego_rebenka_v_1377984529.html",
    "https://www.kt.kz/eng/government/government_allocates_over_16_billion_1377994792.html",
    "https://kazpravda.kz/n/nehitrye-algoritmy/",
    "https://inbusiness.kz/ru/news/v-kazahstane-zarabotal-novyj-nalogovyj-kodeks",
    "https://inbusiness.kz/ru/last/final-enactus-kazakhstan-national-expo-2021-sostoitsya-18-iyunya",
    "https://www.caravan.kz/news/nacbank-tadzhikistana-zakryl-vse-obmennye-punkty-359841/",
    "https://kaz.caravan.kz/art/aqshta-qazaq-adebietining-antologiyasy-tanystyryldy-157008/",
    "https://baq.kz/mihail-shaydorovtyn-portretin-salgan-suretshi-tizimine-endi-320016139/",
    "https://rus.baq.kz/segodnya-ispolnilos-92-goda-so-dnya-vyhoda_300030750/",
    "https://egemen.kz/article/382201-asqar-zhumadildaev-akademik",
    "https://lat.egemen.kz/article/379151-kazakhstanskaya-pravda-–-uylesim-minberi",
    "https://liter.kz/novye-pravila-dlia-ksk-i-osi-1761582792/",
    "https://ulysmedia.kz/news/68899-kazakhstan-v-trendakh-tiktok/",
    "https://ulysmedia.kz/rassledovaniya/38144-ramki-rukopozhatiia-i-lichnye-dannye/",
    "https://qaz.ulysmedia.kz/news/38413-kazakstandyk-galym-gylymi-zhobasyn-tanystyrdy/",
    "https://newtimes.kz/obshchestvo/141581-kazakhstanets-vyigral-grant-50-tys",
    "https://rus.azattyq-ruhy.kz/ar-trend/112114-stali-izvestny-tseny-na-bilety",
    "https://time.kz/news/society/2024/12/09/bolee-6-tys-zapreshhennyh-graffiti-unichtozhili",
    "https://time.kz/articles/territory/2022/09/20/energiya-regiona",
    "https://turkystan.kz/article/282605-10-milliard-token-10-myn-sagat-audio",
    "https://abai.kz/post/12791",
    "https://el.kz/keptelisti-basqaruga-bolady-otandyq-inzhener-galym-zhana-zhuye_400045726/",
    "https://el.kz/ru/33-proekta-stali-pobeditelyami-granta-tauelsizdik-urpaqtary_58700/",
    "https://aqshamnews.kz/kz/article/qazaq-qyzy-ulybritaniiada-kolik-qozgalysyn-retteuge.html",
    "https://aqshamnews.kz/latyn/article/it-salanyn-eksport-kolemi-otken-jyly-bes-ese-osti.html",
    "https://aikyn.kz/235006/aiqyn-apta-kayta-oraldy",
    "https://profit.kz/news/71969/540-tisyach-kazahstanskih-studentov-osvoili-bazovie-naviki-II/",
    "https://digitalbusiness.kz/2023-04-28/hakaton-po-web3-s-prizovym-fondom-v-10-tysyach/",
    "https://astanatimes.com/2026/06/kazakhstan-joins-us-led-pax-silica-initiative/",
    "https://mgorod.kz/news/sovladelec-aeroporta-uralska-rasskazal-o-planax-na-budushhee",
    "https://azh.kz/ru/news/view/120575",
    "https://pkzsk.info/v-rajjone-magzhana-zhumabaeva-proshel-final-selskojj-volejjbolnojj-ligi/",
    "https://qaznews24.info/50-cent-opozdal-na-svoy-koncert-iz-za-probok-na-ulicah-almaty/",
    "https://www.zakon.kz/obshestvo/6426408-bolee-20-mlrd-tenge-lishilis-kazakhstantsy.html",
    "https://www.nur.kz/society/2348017-porogovye-bally-i-granty-vypusknikam-kazahstana/",
    "https://www.inform.kz/ru/noviy-tarif-na-elektroenergiyu-utverdili-35f83c09",
    "https://kaz.inform.kz/news/11-tamiz-kazinform-kuntzbes-zhilnama-fbf80170/",
    "https://en.inform.kz/news/oil-spill-detected-in-caspian-sea-6544df/",
    "https://informburo.kz/novosti/skolko-stoit-rubl-v-obmennikah-kazahstana-5-marta",
    "https://informburo.kz/kaz/newskaz/2023-2024-oqu-zylyna-88-mynnan-astam-oqu-granty-bolindi",
    "https://informburo.kz/special/pozdravit-lyubimyx-na-vsyu-stranu-takuyu-vozmoznost",
    "https://kapital.kz/economic/151641/shkolu-na-1200-uchenicheskih-mest-postroyat.html",
    "https://kz.kursiv.media/2026-08-27/kaye-zhitelyam-astany-otvetili-podorozhaet-li/",
    "https://kz.kursiv.media/en/2026-07-14/engk-nknk-enrique-iglesias-reposts-video/",
    "https://forbes.kz/articles/kak-dva-kazahstanskih-startapa-doverili-dengi-ii-557af7",
    "https://forbes.kz/articles/dirijer_2",
    "https://vlast.kz/novosti/70802-v-almaty-i-almatinskoj-oblasti-povysatsa-tarify.html",
    "https://vlast.kz/english/69117-the-hunt-for-beshbarmak.html",
    "https://orda.kz/neftjanoe-pjatno-v-kaspii-chto-izvestno-o-zagrjaznenii-417627/",
    "https://kaz.orda.kz/almatyda-avtobys-jelektrondy-zholaky-toleu-zhyjesi-137363/",
    "https://en.orda.kz/kazakhstan-monitoring-taxi-market-yandex-go-controls-90-share-5517/",
    "https://www.azattyq.org/a/32759407.html",
    "https://www.azattyq.org/a/toqayev-address-to-the-nation/31438870.html",
    "https://ru.sputnik.kz/20241024/platforma-patsient-astana-48066721.html",
    "https://sputnik.kz/20190316/Nauryz-meyramy-tagam-9591447.html",
    "https://lsm.kz/freedom-ob-yavlyaet-o-transformacii-brenda",
    "https://total.kz/ru/news/ekonomika_sobitiya/enactus_otmechaet_30letie_date_2025_12_22",
    "https://tengrinews.kz/kazakhstan_news/alimentschik-lishilsya-kvartiryi-416538/",
    "https://kaz.tengrinews.kz/kazakhstan_news/aral-tenznde-su-kolem-ulgaydyi-364674/",
    "https://en.tengrinews.kz/curious/pavel-durov-put-on-wanted-list-in-russia-272546/",
]
OTHERS = [
    "https://www.zakon.kz/news/?handler=LoadMoreNews&p=2&type=list",
    "https://www.nur.kz/society/",
    "https://www.inform.kz/ru/lenta/?page=2",
    "https://www.inform.kz/category/ekonomika_s2",
    "https://informburo.kz/novosti?page=2",
    "https://informburo.kz/mneniya/magbat-spanov",
    "https://kapital.kz/news/period/today?page=2",
    "https://kz.kursiv.media/news/page/2/",
    "https://vlast.kz/novosti/2",
    "https://orda.kz/last-news/",
    "https://orda.kz/2024/11/05/",
    "https://rus.azattyq.org/z/360?p=1",
    "https://ru.sputnik.kz/news/",
    "https://lsm.kz/archive/!2",
    "https://total.kz/ru/news/page-2",
    "https://tengrinews.kz/news/2024/10/10/",
    "https://24.kz/ru/news",
    "https://khabar.kz/kk/news?start=20",
    "https://atpress.kz/ru/news/ekologiya?start=12",
    "https://www.kt.kz/rus/all",
    "https://kazpravda.kz/r/prezident/",
    "https://inbusiness.kz/ru/lastnews",
    "https://kaztag.kz/ru/news/?PAGEN_1=2",
    "https://www.caravan.kz/news/page/2/",
    "https://egemen.kz/last-news?page=2",
    "https://ulysmedia.kz/news/",
    "https://time.kz/news?page=2796",
    "https://www.ktk.kz/ru/newsfeed",
    "https://aikyn.kz/news?page=1366",
    "https://azh.kz/ru/news/in-atyrau",
    "https://dknews.kz/ru/all",
    "https://mgorod.kz/nlocation/uralsk/",
    "https://pkzsk.info/category/news/",
    "https://diapazon.kz/all-news",
    "https://diapazon.kz/category/sport/aktobe",
    "https://qaznews24.info/authors/redakciya-qaznews24/page/2/",
]
NOT_FOLLOWED = [
    "https://24.kz/ru/news/social/itemlist/tag/%D0%A0%D0%B8%D0%B4%D0%B4%D0%B5%D1%80",
    "https://24.kz/ru/search/search?searchword=a&limitstart=20",
    "https://24.kz/ru/news?format=feed",
    "https://kazpravda.kz/t/%D0%B8%D1%81%D0%B0%D1%82%D0%B0%D0%B9",
    "https://kazpravda.kz/search?q=a",
    "https://inbusiness.kz/ru/search?q=a",
    "https://kaztag.kz/ru/news/?PAGEN_2=2",
    "https://kaztag.kz/ru/search/?searchid=1",
    "https://rus.baq.kz/teg/psikhologiya/",
    "https://liter.kz/search/?search_text=a",
    "https://www.ktk.kz/ru/Search/Index/?text=a",
    "https://dknews.kz/ru/gsearch?q=a",
    "https://qaznews24.info/tags/politics/",
]


@pytest.mark.parametrize("url", ARTICLES)
def test_an_article_is_known_by_its_address(url: str) -> None:
    outlet = outlet_of(url)
    assert outlet is not None
    assert is_article_url(url, outlet)
    assert followed(url, outlet) is not None or edition_at(url, outlet).copies


@pytest.mark.parametrize("url", OTHERS)
def test_a_list_is_followed_and_no_article(url: str) -> None:
    outlet = outlet_of(url)
    assert outlet is not None
    assert not is_article_url(url, outlet)
    assert followed(url, outlet) == url


@pytest.mark.parametrize("url", NOT_FOLLOWED)
def test_what_leads_nowhere_is_not_followed(url: str) -> None:
    outlet = outlet_of(url)
    assert outlet is not None
    assert followed(url, outlet) is None


@pytest.mark.parametrize(
    ("url", "one"),
    [
        (
            "https://liter.kz/megapolis-perspektiv-1769446000/amp",
            "https://liter.kz/megapolis-perspektiv-1769446000/",
        ),
        (
            "https://caravan.kz/amp/news/obzor-kazakhskoyazychnojj-pressy-811549",
            "https://www.caravan.kz/news/obzor-kazakhskoyazychnojj-pressy-811549/",
        ),
        (
            "https://rus.baq.kz/polnyy-tekst-proekta-novoy-konstitutsii_300033020",
            "https://rus.baq.kz/polnyy-tekst-proekta-novoy-konstitutsii_300033020/",
        ),
        (
            "http://www.time.kz/articles/grim/2017/06/12/sobranie-sochinitelej",
            "https://time.kz/articles/grim/2017/06/12/sobranie-sochinitelej",
        ),
        ("https://kt.kz/rus/all", "https://www.kt.kz/rus/all"),
        (
            "https://aikyn.kz/261911/turkistan-osylay-tug-an/amp",
            "https://aikyn.kz/261911/turkistan-osylay-tug-an",
        ),
    ],
)
def test_one_article_has_one_address(url: str, one: str) -> None:
    outlet = outlet_of(one)
    assert outlet is not None
    assert canonical(url, outlet) == one


@pytest.mark.parametrize(
    ("url", "script"),
    [
        ("https://egemen.kz/article/1-a", "Cyrl"),
        ("https://aqshamnews.kz/kz/article/a.html", "Cyrl"),
        ("https://aqshamnews.kz/latyn/article/a.html", "Latn"),
        ("https://abai.kz/index.php/tt/post/12791", "Arab"),
        ("https://lat.egemen.kz/article/1-a", "Latn"),
        ("https://ar.egemen.kz/article/1-a", "Arab"),
    ],
)
def test_an_edition_says_its_script(url: str, script: str) -> None:
    outlet = outlet_of(url)
    assert outlet is not None
    edition = edition_at(url, outlet)
    assert (edition.script, edition.copies) == (script, script != "Cyrl")


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://aqshamnews.kz/latyn/article/a.html", "https://aqshamnews.kz/article/a.html"),
        ("https://aqshamnews.kz/tote/article/a.html", "https://aqshamnews.kz/article/a.html"),
        ("https://abai.kz/index.php/tt/post/12791", "https://abai.kz/post/12791"),
        ("https://ar.inform.kz/a_a3456789", None),
        ("https://lat.egemen.kz/article/382201-a", None),
        ("https://egemen.kz/article/382201-a", "https://egemen.kz/article/382201-a"),
    ],
)
def test_copies_in_another_script_are_read_once(link: str, target: str | None) -> None:
    outlet = outlet_of(link)
    assert outlet is not None
    assert followed(link, outlet) == target
