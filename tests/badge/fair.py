"""The salon of config.toml as the badge tests see it: its categories, its zones, and badges of them."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace

from badge.paper import TEMPLATES

from kiosk.badge.drawing.content import BadgeContent

EVENT = tomllib.loads((TEMPLATES.parent / "config.toml").read_text(encoding="utf-8"))["event"]
CATEGORIES = {category["id"]: category for category in EVENT["categories"]}
ZONES = tuple(zone["id"] for zone in EVENT["zones"])
NOTE = "11\u201314 novembre 2025\nParc des Expositions de Bamako\nTerrain de d\u00e9monstration de Koulikoro"


WEEKDAYS = {
    "fr": ("mar.", "mer.", "jeu.", "ven."),
    "en": ("Tue", "Wed", "Thu", "Fri"),
    "tr": ("Sal", "\u00c7ar", "Per", "Cum"),
    "ar": ("الثلاثاء", "الأربعاء", "الخميس", "الجمعة"),
}
"""The days of the salon, as badges in each language name them."""


def label(zone: str, language: str) -> str:
    """What a badge calls a zone."""
    labels = next(one for one in EVENT["zones"] if one["id"] == zone).get("label", {})
    return labels.get(language) or labels.get("fr") or zone


def holder(content: BadgeContent, category: str, languages: Sequence[str] = ("fr", "en")) -> BadgeContent:
    """Give a badge one of the salon's categories, with the zones that go with it."""
    found = CATEGORIES[category]
    return replace(
        content,
        event_lines=(EVENT["name"]["fr"],),
        event_note=NOTE,
        category_names=tuple(dict.fromkeys(found["name"][code] for code in languages)),
        category_letter=found["letter"],
        colour=found["colour"],
        zones=tuple(label(zone, languages[0]) for zone in found["zones"]),
        days=tuple(
            replace(mark, label=f"{word} {mark.day.day}")
            for word, mark in zip(WEEKDAYS[languages[0]], content.days, strict=True)
        ),
        needs_escort=content.needs_escort or found.get("needs_escort", False),
        language=languages[0],
    )
