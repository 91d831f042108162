"""The spellings of countries and languages in lists: codes, names in four languages, common forms."""

import re
from difflib import get_close_matches
from functools import cache, lru_cache

from kiosk.badge.countries import countries
from kiosk.domain.folding import fold
from kiosk.domain.nearest import nearest
from kiosk.service.lists.country_words import ALPHA_3, ALSO, FORMAL, NATIONALITIES, NOBODYS

_ARTICLES = frozenset({"s", "the", "le", "la", "les", "l", "of", "de", "du", "des", "d", "and", "et"})
_APOSTROPHES = re.compile("['\u2019]")
_LIKE = 0.8
"""Share of common letters at which a country counts as misspelt: Scotland is not Poland."""
_SHORTEST = 4
"""Letters below which nothing is suggested: RCI is not China."""
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
    for code, also in ALSO.items():
        known |= {fold(name): code for name in also.split(",")}
    return known | NATIONALITIES | {fold(three): two for three, two in ALPHA_3.items()}


@cache
def _bare_countries() -> dict[str, str]:
    """Return countries by the distinctive words of their names; words that two would share are left out."""
    known: dict[str, str] = {}
    for name, code in _countries().items():
        bare = _bare(name)
        known[bare] = code if known.get(bare, code) == code else ""
    return known


def _bare(text: str) -> str:
    """Return the distinctive words of a name, sorted; a united state keeps all of them."""
    words = fold(_APOSTROPHES.sub(" ", text)).split()
    is_united = not {"united", "uni", "unis", "birlesik"}.isdisjoint(words)
    kept = words if is_united else [word for word in words if word not in FORMAL]
    kept = [word for word in kept if word not in _ARTICLES]
    return " ".join(sorted(kept))


@cache
def _languages() -> dict[str, str]:
    return {fold(name): code for code, names in _LANGUAGES.items() for name in (code, *names.split(","))}


@lru_cache(4096)
def country_code(text: str) -> str | None:
    """Return a country's ISO 3166 alpha-2 code, in any spelling; "" for "none", None if unknown."""
    folded = fold(text)
    if folded in NOBODYS:
        return ""
    return _countries().get(folded) or _bare_countries().get(_bare(text)) or None


@lru_cache(4096)
def language_code(text: str) -> str | None:
    """Return a language's ISO 639-1 code, in any spelling; None if unknown."""
    return _languages().get(fold(text))


@lru_cache(4096)  # lists repeat their mistakes
def nearest_country(text: str) -> str | None:
    """Return the name of a misspelt country; None if the distinctive words differ."""
    wanted = _bare(text)
    known = [name for name in _bare_countries() if name[:1] == wanted[:1]]
    alike = get_close_matches(wanted, known, 1, _LIKE) if len(wanted) >= _SHORTEST else []
    code = _bare_countries()[alike[0]] if alike else ""
    return next(iter(countries()[code].values())) if code else None


@lru_cache(4096)
def nearest_language(text: str) -> str | None:
    """Return the name of a language that may have been meant."""
    return nearest(text, [name.strip() for names in _LANGUAGES.values() for name in names.split(",")])
