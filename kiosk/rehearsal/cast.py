"""The cast: made-up accreditations of fifteen countries, as a list and a folder of photos.

The same seed gives the same people. None of them exists; common names are combined at random.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from faker import Faker

from kiosk.domain.event import Event
from kiosk.domain.folding import fold
from kiosk.domain.model import CategoryId
from kiosk.rehearsal.names import (
    ARABIC_FAMILY,
    ARABIC_GIVEN,
    FAKED,
    FAMILY,
    GIVEN,
    PERSIAN_FAMILY,
    PERSIAN_GIVEN,
    pairs,
)
from kiosk.rehearsal.portrait import Dress, draw_portrait
from kiosk.rehearsal.roles import CATEGORIES, ORGANISATIONS, WORKS

COLUMNS = (
    "external_id", "title", "given_name", "family_name", "name_native", "organisation", "position", "country",
    "nationality", "delegation", "category", "zones", "days", "language", "photo_file", "birth_date", "email",
)  # fmt: skip

_COUNTRIES = {
    # code: people in a hundred, language, delegation
    "ML": (30, "fr", "Mali"),
    "TR": (14, "tr", "Türkiye"),
    "BF": (9, "fr", "Burkina Faso"),
    "NE": (9, "fr", "Niger"),
    "NG": (6, "en", "Nigeria"),
    "GH": (5, "en", "Ghana"),
    "TG": (4, "fr", "Togo"),
    "MA": (4, "fr", "Maroc"),
    "SN": (4, "fr", "Sénégal"),
    "CG": (3, "fr", "Congo"),
    "SD": (3, "ar", "Soudan"),
    "LY": (3, "ar", "Libye"),
    "IR": (2, "fa", "Iran"),
    "TD": (2, "fr", "Tchad"),
    "GN": (2, "fr", "Guinée"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One made-up person: the cells of a row by column, and how to draw the portrait."""

    cells: Mapping[str, str]
    portrait: int
    dress: Dress


@dataclass(slots=True)
class _Casting:
    event: Event
    chance: np.random.Generator
    fakers: dict[str, Faker] = field(default_factory=dict)

    def pick(self, choices: Sequence[str]) -> str:
        return choices[int(self.chance.integers(len(choices)))]

    def happens(self, share: float) -> bool:
        return bool(self.chance.random() < share)

    def weighted(self, weights: Mapping[str, float]) -> str:
        shares = np.array(list(weights.values()), dtype=float)
        return list(weights)[int(self.chance.choice(len(weights), p=shares / shares.sum()))]

    def faker(self, locale: str) -> Faker:
        if locale not in self.fakers:
            self.fakers[locale] = Faker(locale)
            self.fakers[locale].seed_instance(int(self.chance.integers(1 << 31)))
        return self.fakers[locale]

    def name(self, country: str, sex: str) -> tuple[str, str, str]:
        """Return a given name, a family name and the native spelling of both, or ""."""
        if country in FAKED:
            faker = self.faker(self.pick(FAKED[country]))
            given = faker.first_name_female() if sex == "f" else faker.first_name_male()
            return str(given), str(faker.last_name()), ""
        if country in FAMILY:
            return self.pick(GIVEN[country][sex].split()), self.pick(FAMILY[country].split()), ""
        is_persian = country == "IR"
        given_names = pairs((PERSIAN_GIVEN if is_persian else ARABIC_GIVEN)[sex])
        family_names = pairs(PERSIAN_FAMILY if is_persian else ARABIC_FAMILY[country])
        given_name = given_names[int(self.chance.integers(len(given_names)))]
        family_name = family_names[int(self.chance.integers(len(family_names)))]
        return given_name[0], family_name[0], f"{given_name[1]} {family_name[1]}"

    def organisation(self, category: str, country: str) -> str:
        if category in ORGANISATIONS:
            return self.pick(ORGANISATIONS[category])
        if country == "TR":
            return str(self.faker("tr_TR").company())
        if country in ("GH", "NG"):
            return str(self.faker("en_US").company())
        return f"{self.pick(FAMILY.get(country, FAMILY['ML']).split())} {self.pick(WORKS)} SA"

    def zones(self, category: str) -> str:
        """Return the cell of zones: mostly empty, as in real lists, sometimes one zone.

        Days are left empty, so that the list fits the event even if its days have moved.
        """
        zones = self.event.category[CategoryId(category)].zones
        if not zones or self.happens(0.85):
            return ""
        return zones[int(self.chance.integers(len(zones)))]


def cast(event: Event, count: int, seed: int) -> tuple[Member, ...]:
    """Make up `count` people for an event, always the same for a seed.

    Countries and categories come in fixed shares; categories that the event does not have are left out.
    """
    casting = _Casting(event, np.random.default_rng(seed))
    categories = {id_: share for id_, (share, *_) in CATEGORIES.items() if id_ in event.category}
    countries = {code: share for code, (share, *_) in _COUNTRIES.items()}
    # Each country once, then by share: fifteen delegations even in a small cast.
    codes = [*countries, *(casting.weighted(countries) for _ in range(max(0, count - len(countries))))]
    return tuple(
        _member(casting, number, codes[number - 1], casting.weighted(categories))
        for number in range(1, count + 1)
    )


def _member(casting: _Casting, number: int, country: str, category: str) -> Member:
    sex = "f" if casting.happens(0.4) else "m"
    given, family, native = casting.name(country, sex)
    _, language, delegation = _COUNTRIES[country]
    _, french, english = CATEGORIES[category]
    position = casting.pick((english if language in ("en", "tr") else french).split(";"))
    zones = casting.zones(category)
    is_soldier = category == "armed_forces"
    external_id = f"BX-{number:05d}"
    mailbox = f"{fold(given)}.{fold(family)}.{number}".replace(" ", "")
    cells = {
        "external_id": external_id,
        "title": position if is_soldier else "Mme" if sex == "f" else "M.",
        "given_name": given,
        "family_name": family,
        "name_native": native,
        "organisation": casting.organisation(category, country),
        "position": position,
        "country": country,
        "nationality": country,
        "delegation": delegation,
        "category": category,
        "zones": zones,
        "days": "",
        "language": language,
        "photo_file": f"{external_id}.jpg",
        "birth_date": f"{casting.chance.integers(1958, 2003)}-{casting.chance.integers(1, 13):02d}-15",
        "email": f"{mailbox}@exemple.{country.lower()}",
    }
    # Odd portraits are women.
    portrait = 2 * (number + 1000 * int(casting.chance.integers(1000))) + (sex == "f")
    return Member(cells, portrait, Dress.UNIFORM if is_soldier else Dress.PLAIN)


def write_list(path: Path, members: Iterable[Member]) -> None:
    """Write the list as French Excel saves it: `;`, UTF-8 with BOM, CR LF."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";", extrasaction="raise")
        writer.writeheader()
        writer.writerows(dict(member.cells) for member in members)


def write_portraits(folder: Path, members: Iterable[Member]) -> None:
    """Draw all portraits into a folder, under the file names in the list."""
    folder.mkdir(parents=True, exist_ok=True)
    for member in members:
        (folder / member.cells["photo_file"]).write_bytes(draw_portrait(member.portrait, member.dress))
