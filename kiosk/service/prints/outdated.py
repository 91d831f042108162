"""Outdated badges: paper that differs from the list, and paper to be destroyed.

1. What the paper shows is compared fact by fact, using the template that it was printed with.
2. Paper still here is printed again, under its number; a badge in its holder's hands is replaced.
3. Paper of a dead badge, or of an erased person, is pulled out of its carton and destroyed.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import kiosk.store.badges as badges_store
import kiosk.store.paper as paper_store
from kiosk.badge.design.template import load_template
from kiosk.badge.drawing.content import BadgeContent
from kiosk.badge.drawing.facts import Facts, changes, paper_digest
from kiosk.badge.papers.a4 import DEMO
from kiosk.badge.papers.lists import Pull, pull_sheet
from kiosk.domain.badge_life import IN_FORCE, LYING, ON_PAPER
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.model import BadgeNumber
from kiosk.domain.roles import Action
from kiosk.service.badges import lifecycle as badging
from kiosk.service.badges.composing import Composer, to_print
from kiosk.service.station.acting import About, acting
from kiosk.service.station.new_file import new_file
from kiosk.service.station.station import Station
from kiosk.store import people
from kiosk.store.badges import Due
from kiosk.store.filed import Filed
from kiosk.store.paper import Paper

_FACT_BYTES = 8
_WRITER = json.JSONEncoder(separators=(",", ":"))
_WORDS = {
    "title": "name",
    "given_name": "name",
    "family_name": "name",
    "name_native": "native name",
    "country_code": "country",
    "category_other": "category",
    "category_letter": "category",
    "colour": "category",
    "event_note": "event",
    "native": "native name",
    "no native": "native name",
    "no photo": "photo",
    "demo": "demo mark",
    "escort": "escort mark",
    "no escort": "escort mark",
    "replacement": "replacement mark",
}
"""User-facing names of some facts; the others keep their own."""


class Remedy(StrEnum):
    """What to do about an outdated badge."""

    PRINT_AGAIN = "print again"
    REPLACE = "replace"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Outdated:
    """A badge whose paper is wrong.

    Attributes:
        name: its holder; "" once erased.
        why: what changed, like "name", "zones"; or "superseded", "revoked", "erased".
        filed: where the paper is; None if the holder has it, or it is not filed.
        replaced_by: the badge that replaced it, if any.
    """

    number: BadgeNumber
    name: str
    why: tuple[str, ...]
    remedy: Remedy
    filed: Filed | None
    replaced_by: BadgeNumber | None = None


def facts_of(content: BadgeContent, design: Facts) -> tuple[bytes, str]:
    """Return what a design shows of a badge, as kept with paper: the digest, and each fact shortened."""
    facts = design.of(content)
    return paper_digest(facts), _WRITER.encode(_shortened(facts))


def outdated(
    station: Station, composer: Composer, folder: Path, rows: Sequence[Due], watch: Callable[[int], None]
) -> list[Outdated]:
    """Return the badges of these people whose paper is outdated, in carton order.

    Args:
        station: the station.
        composer: of the event in force, in the languages of the badges.
        folder: of the templates.
        rows: as `choose` returned them; their dead badges are included in the result.
        watch: called with 1 after each person.
    """
    with station.database.read() as connection:
        papers = paper_store.all_paper(connection)
        dead = list(_dead(connection, papers, {row.accreditation for row in rows}))
    comparison = _Comparison(composer, folder)
    found = dead
    for row in rows:
        paper = papers.get(row.number) if row.number is not None else None
        if paper is not None and row.state in ON_PAPER:
            why = comparison.changed(row, paper)
            if why:
                is_here = row.state in LYING
                remedy = Remedy.PRINT_AGAIN if is_here else Remedy.REPLACE
                filed = paper.filed if is_here else None
                found.append(Outdated(paper.badge, row.name, why, remedy, filed))
        watch(1)
    return sorted(found, key=_order)


def to_destroy(station: Station) -> list[Outdated]:
    """Return the paper in the cartons that belongs to no living badge, in carton order."""
    station.actor.needs(Action.PRINT)
    with station.database.read() as connection:
        return sorted(_dead(connection, paper_store.all_paper(connection), None), key=_order)


def pull_sheet_of(station: Station, rows: Iterable[Outdated], file: Path) -> None:
    """Write a PDF of what to take out of the cartons. Raises KioskError if it cannot be written."""
    pulls = (
        Pull(
            printed(one.number),
            one.name,
            one.why,
            one.filed.carton if one.filed else 0,
            one.filed.position if one.filed else 0,
            one.remedy.value,
            printed(one.replaced_by) if one.replaced_by is not None else "",
        )
        for one in rows
    )
    with new_file(file) as out:
        notice = DEMO if station.event().is_demo else ""
        pull_sheet(pulls, out, station.clock.now(), notice)


def pull(station: Station, numbers: Sequence[BadgeNumber]) -> None:
    """Note that the paper of dead badges was pulled out of its carton and destroyed; all or none.

    Raises:
        KioskError: one is not a dead badge in a carton.
    """
    known = {one.number for one in to_destroy(station)}
    for number in numbers:
        if number not in known:
            hint = "which ones: `kiosk badges outdated`; a living badge is revoked first"
            raise KioskError("{number} is no dead badge in a carton", hint, number=printed(number))
    for start in range(0, len(numbers), badging.BATCH):
        with acting(station) as work:
            work.needs(Action.PRINT)
            for number in numbers[start : start + badging.BATCH]:
                paper_store.take_out(work.connection, number)
                work.record(Kind.PRINT, About(badge=number, detail={"destroyed": True}))


def pull_all(station: Station) -> int:
    """Note that the paper of every dead badge was pulled out and destroyed; return how many there were."""
    numbers = [one.number for one in to_destroy(station)]
    pull(station, numbers)
    return len(numbers)


@dataclass(slots=True)
class _Comparison:
    """Compares papers with the list; each template is read once."""

    composer: Composer
    folder: Path
    designs: dict[str, Facts | None] = field(default_factory=dict)

    def changed(self, row: Due, paper: Paper) -> tuple[str, ...]:
        """Name what differs, in words."""
        if paper.template not in self.designs:
            self.designs[paper.template] = self._load(paper.template)
        design = self.designs[paper.template]
        if design is None:
            return ("template",)
        badge = to_print(row)
        sketch = None if badge is None else self.composer.sketch(badge)
        if badge is None or sketch is None:
            return ()
        content, photo = sketch
        facts = design.of(content)
        # Parts left out of the sketch: the list knows both digests.
        if "code" in facts:
            facts["code"] = badge.credential_hash.hex()
        if "photo" in facts:
            facts["photo"] = photo.hex() if photo else ""
        if paper_digest(facts) == paper.digest:
            return ()
        before = {key: str(value) for key, value in json.loads(paper.facts).items()}
        names = changes(before, _shortened(facts))
        return tuple(dict.fromkeys(_WORDS.get(name, name) for name in names))

    def _load(self, name: str) -> Facts | None:
        try:
            return Facts(load_template(self.folder, name))
        except KioskError:
            return None


def _shortened(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: _short(value) for name, value in facts.items()}


@lru_cache(maxsize=4096)  # most facts are those of many people: the event, a category, a set of zones
def _short(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()[:_FACT_BYTES].hex()


def _dead(
    connection: badges_store.Connection,
    papers: Mapping[BadgeNumber, Paper],
    accreditations: set[int] | None,
) -> Iterator[Outdated]:
    """Yield the paper in cartons whose badge is dead, or whose holder was erased."""
    for paper in papers.values():
        badge = badges_store.find(connection, paper.badge) if paper.filed is not None else None
        if badge is None:
            continue
        is_erased = not any(paper.digest)
        if badge.state in IN_FORCE and not is_erased:
            continue
        if accreditations is not None and badge.accreditation not in accreditations and not is_erased:
            continue
        person = people.accredited(connection, badge.accreditation)
        why = "erased" if is_erased else badge.state.value
        name = person.holder.name if person else ""
        yield Outdated(paper.badge, name, (why,), Remedy.DESTROY, paper.filed, badge.superseded_by)


def _order(one: Outdated) -> tuple[int, int, int, int]:
    if one.filed is None:
        return 1, 0, 0, one.number
    return 0, one.filed.carton, one.filed.position, one.number
