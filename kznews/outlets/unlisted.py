"""Outlets that have no module, of which something is known all the same, by the host of a page.

A page of theirs is read by structured data and general rules; these facts are what no page of
theirs states: the zone of its clock, and how its texts name the outlet itself beside its address.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Newsroom:
    """What is known of an outlet without a module."""

    time_zone: str = "Asia/Almaty"
    """Most of the country's newsrooms keep Almaty's time; those in the west never did."""
    own_names: tuple[str, ...] = ()
    """Besides what can be told from the host: house style, not attribution."""


_AQTAU = Newsroom("Asia/Aqtau")
_AZATTYQ = Newsroom(own_names=("Азаттык", "Азаттық", "Azattyq", "Azattyk"))
_SPUTNIK = Newsroom(own_names=("Sputnik", "Спутник"))
_BY_DOMAIN = {
    "atpress.kz": Newsroom("Asia/Atyrau"),
    "azattyq.org": _AZATTYQ,
    "azattyqasia.org": _AZATTYQ,
    "azh.kz": Newsroom("Asia/Atyrau", ("Ак Жайык", "Ақ Жайық")),
    "caravan.kz": Newsroom(own_names=("Караван",)),
    "diapazon.kz": Newsroom("Asia/Aqtobe", ("Диапазон",)),
    "egemen.kz": Newsroom(own_names=("Егемен Қазақстан", "Egemen Qazaqstan", "ەگەمەن قازاقستان")),
    "inaktau.kz": _AQTAU,
    "inform.kz": Newsroom(
        own_names=(
            *("Kazinform", "Qazinform", "Казинформ", "Қазинформ"),
            *("ҚазАқпарат", "QazAqparat", "قازاقپارات"),
        )
    ),
    "kazpravda.kz": Newsroom(own_names=("Казахстанская правда", "Казправда")),
    "kaztag.kz": Newsroom(own_names=("КазТАГ", "ҚазТАГ")),
    "khabar.kz": Newsroom(own_names=("Хабар",)),
    "24.kz": Newsroom(own_names=("Хабар 24", "Khabar 24")),
    "kt.kz": Newsroom(own_names=("Kazakhstan Today", "Казахстан сегодня")),
    "lada.kz": _AQTAU,
    "liter.kz": Newsroom(own_names=("Литер",)),
    "mangystaumedia.kz": _AQTAU,
    "mgorod.kz": Newsroom("Asia/Oral", ("Мой город",)),
    "sputnik.kz": _SPUTNIK,
    "sputniknews.kz": _SPUTNIK,
    "time.kz": Newsroom(own_names=("Время",)),
    "tumba.kz": _AQTAU,
    "uralskweek.kz": Newsroom("Asia/Oral", ("Уральская неделя",)),
    "vlast.kz": Newsroom(own_names=("Власть",)),
}


def newsroom_of(host: str) -> Newsroom:
    """What is known of the outlet at a host, of whichever edition: `ar.inform.kz`, `www.azh.kz`."""
    while host not in _BY_DOMAIN and "." in host:
        host = host.partition(".")[2]
    return _BY_DOMAIN.get(host, Newsroom())
