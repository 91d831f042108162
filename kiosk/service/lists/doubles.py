"""Possible doubles: a new row with the name of a person on the list, but no common id."""

import re

import kiosk.store.badges as badges_store
import kiosk.store.people as people_store
from kiosk.domain.badge_life import IN_FORCE
from kiosk.domain.credential import printed
from kiosk.domain.folding import fold
from kiosk.domain.wording import Phrase
from kiosk.service.lists.cells import Cells
from kiosk.service.lists.columns import COLUMNS
from kiosk.service.lists.whose import name_in
from kiosk.store.database import Database
from kiosk.store.people import Accredited

_AT = {name: index for index, name in enumerate(COLUMNS)}
_FACTS = ("organisation", "birth_date", "email", "id_document")
"""Facts that two namesakes seldom share, besides the telephone."""
_DIGITS = 8
"""Last digits of a telephone number that count: with or without the country code."""


class Doubles:
    """Finds people on the list with the name of a new row. Only hashes of names stay in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.read() as connection:
            self.has_anybody = people_store.has_anybody(connection)
        self._named: dict[int, tuple[int, ...]] | None = None

    def found(self, cells: Cells) -> str:
        """Say who on the list may be the person of a new row; "" for no one."""
        if not self.has_anybody:
            return ""
        key = _key(f"{cells[_AT['given_name']]} {cells[_AT['family_name']]}", cells[_AT["name_native"]])
        for n in self._index().get(key, ()):
            with self._database.read() as connection:
                person = people_store.accredited(connection, n)
                if person is None or not _may_be(person, cells):
                    continue
                badges = tuple(badges_store.of_holder(connection, person.holder.n))
            living = [badge.number for badge in badges if badge.state in IN_FORCE]
            has = Phrase("badge {number}", number=printed(living[0])) if living else Phrase("no badge yet")
            which = f"{person.source} {person.external_id or 'without an id'}"
            return Phrase(
                "{name} is on the list already ({which}, {has}): the same person? give both the same id",
                name=name_in(cells),
                which=which,
                has=has,
            )
        return ""

    def _index(self) -> dict[int, tuple[int, ...]]:
        if self._named is None:
            self._named = {}
            with self._database.read() as connection:
                for n, latin, native in people_store.names(connection):
                    key = _key(latin, native)
                    self._named[key] = (*self._named.get(key, ()), n)
        return self._named


def _key(latin: str, native: str) -> int:
    """Reduce a name to its words, in any order."""
    return hash(tuple(sorted(fold(latin).split() or fold(native).split())))


def _may_be(person: Accredited, cells: Cells) -> bool:
    """Say whether some fact besides the name suggests one person, or none suggests two."""
    holder = person.holder
    pairs = [(fold(str(getattr(holder, fact))), fold(cells[_AT[fact]])) for fact in _FACTS]
    pairs.append((_number(holder.phone), _number(cells[_AT["phone"]])))
    known = [old == new for old, new in pairs if old and new]
    ids = (person.external_id or "").lstrip("0"), cells[_AT["external_id"]].lstrip("0")
    return any(known) or not known or ids[0] == ids[1] != ""


def _number(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-_DIGITS:]
