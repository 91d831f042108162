"""Own how lists spell countries and languages: codes, names in four languages, and what people write."""

from functools import cache, lru_cache

from kiosk.badge.countries import countries
from kiosk.domain.folding import fold
from kiosk.domain.nearest import nearest

_ALSO = {
    "CD": "rdc, rd congo, congo kinshasa, congo rdc, democratic republic of the congo",
    "CG": "congo brazzaville, republique du congo, rep du congo",
    "CI": "cote divoire, cote d ivoire, ivory coast",
    "TR": "turkiye, turquie, turkey",
    "US": "usa, etats unis, united states, us",
    "GB": "uk, angleterre, england, grande bretagne, great britain",
    "AE": "uae, emirats, eau",
    "SA": "ksa, arabie saoudite, saudi arabia",
    "CZ": "republique tcheque, czech republic",
    "KR": "coree, korea",
    "RU": "federation de russie, russian federation",
    "SD": "soudan, sudan",
    "MR": "mauritanie",
    "IR": "iran, republique islamique d iran, republique islamique diran",
    "LY": "libye, libya",
    "SZ": "swaziland",
    "MK": "macedoine",
    "CV": "cap vert",
}
_ALPHA_3 = {
    "MLI": "ML", "BFA": "BF", "NER": "NE", "TUR": "TR", "COG": "CG", "COD": "CD", "TGO": "TG", "GHA": "GH",
    "NGA": "NG", "MAR": "MA", "SDN": "SD", "LBY": "LY", "IRN": "IR", "SEN": "SN", "CIV": "CI", "GIN": "GN",
    "MRT": "MR", "DZA": "DZ", "TUN": "TN", "EGY": "EG", "TCD": "TD", "BEN": "BJ", "CMR": "CM", "FRA": "FR",
    "USA": "US", "GBR": "GB", "CHN": "CN", "RUS": "RU", "ARE": "AE", "SAU": "SA", "QAT": "QA", "IND": "IN",
    "DEU": "DE", "ITA": "IT", "ESP": "ES", "PRT": "PT", "BEL": "BE", "CHE": "CH", "ZAF": "ZA", "KEN": "KE",
}  # fmt: skip
_LANGUAGES = {
    "fr": "français, french, fransızca",  # noqa: RUF001 - Turkish has a dotless i
    "en": "anglais, english, ingilizce",
    "tr": "turc, turkish, türkçe",
    "ar": "arabe, arabic, arapça, العربية",
    "fa": "persan, persian, farsi, farsça",
    "es": "espagnol, spanish, ispanyolca",
    "pt": "portugais, portuguese, portekizce",
    "ru": "russe, russian, rusça",
    "zh": "chinois, chinese, çince",
    "de": "allemand, german, almanca",
    "it": "italien, italian, italyanca",
    "ha": "haoussa, hausa",
    "bm": "bambara, bamanankan",
    "ff": "peul, fula, fulfulde",
    "sw": "swahili, kiswahili",
}


@cache
def _countries() -> dict[str, str]:
    known = {fold(code): code for code in countries()}
    for code, names in countries().items():
        for name in names.values():
            known.setdefault(fold(name), code)
    for code, also in _ALSO.items():
        known |= {fold(name): code for name in also.split(",")}
    return known | {fold(three): two for three, two in _ALPHA_3.items()}


@cache
def _languages() -> dict[str, str]:
    return {fold(name): code for code, names in _LANGUAGES.items() for name in (code, *names.split(","))}


@lru_cache(4096)
def country_code(text: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country, however it is written; None for none."""
    return _countries().get(fold(text))


@lru_cache(4096)
def language_code(text: str) -> str | None:
    """Return the ISO 639-1 code of a language, however it is written; None for none."""
    return _languages().get(fold(text))


@lru_cache(4096)  # lists repeat their mistakes
def nearest_country(text: str) -> str | None:
    """Return the name of a country that may have been meant."""
    return nearest(text, dict.fromkeys(name for names in countries().values() for name in names.values()))


@lru_cache(4096)
def nearest_language(text: str) -> str | None:
    """Return the name of a language that may have been meant."""
    return nearest(text, [name.strip() for names in _LANGUAGES.values() for name in names.split(",")])
