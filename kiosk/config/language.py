"""The language of this computer's user, as the system tells it: what the command line speaks."""

import gettext
import locale
import os
from collections.abc import Mapping

from kiosk.service.words.translation import CATALOGUES, DOMAIN, Language

_WINDOWS = {"french": Language.FRENCH, "turkish": Language.TURKISH, "arabic": Language.ARABIC}
"""What Windows calls the languages, where POSIX has `fr`, `tr` and `ar`."""


def system_language() -> Language:
    """Return the language of this computer's user; English if Kiosk does not speak it."""
    settings = os.environ  # noqa: TID251 - read here for all floors
    told = locale.getlocale()[0] if os.name == "nt" else None
    return language_of(settings, told or "")


def adopt(language: Language) -> None:
    """Have libraries that look their words up with gettext, as Typer does, find ours, in this language."""
    os.environ["LANGUAGE"] = language  # noqa: TID251 - where gettext looks first
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)


def language_of(settings: Mapping[str, str], otherwise: str = "") -> Language:
    """Return the language that a system's settings ask for, as gettext reads them.

    Args:
        settings: the environment: LC_ALL, LC_MESSAGES and LANG, in this order; LANGUAGE lists what is liked
            better than the first of these that is set, unless that is C or POSIX.
        otherwise: the locale where none of these is set.
    """
    names = (settings.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    named = next((name for name in names if name), otherwise)
    if not named or named.partition(".")[0] in ("C", "POSIX"):
        return Language.ENGLISH
    for one in (*settings.get("LANGUAGE", "").split(":"), named):
        if (language := _spoken(one)) is not None:
            return language
    return Language.ENGLISH


def _spoken(named: str) -> Language | None:
    """Return the language of a locale like `fr_ML.UTF-8` or `French_France`, if Kiosk speaks it."""
    code = named.partition(".")[0].partition("_")[0].lower()
    return next((one for one in Language if one == code), _WINDOWS.get(code))
