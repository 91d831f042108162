"""The checking of a row of a list: cells in, stored values or every problem out.

1. All problems of a row are reported; a row with one is left out, the others are kept.
2. Repeated values (category, rights, countries, dates) are worked out once: a row in which everything was
   seen before costs a few look-ups.
3. Names keep their case.
"""

import re
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Approval, Category, Event
from kiosk.domain.folding import fold
from kiosk.domain.model import AccreditationStatus, CategoryId, Rights
from kiosk.domain.nearest import nearest
from kiosk.domain.plural import counted
from kiosk.domain.rights import RightsFault, read_rights
from kiosk.domain.wording import Phrase
from kiosk.service.lists.cells import (
    SHOWN,
    Cells,
    DateOrder,
    birth_date,
    clean,
    country,
    instant_of,
    is_plain,
    language,
    shown,
)
from kiosk.service.lists.columns import COLUMNS
from kiosk.service.lists.report import Problem

_MOST_CACHED = 100_000


class Grant(NamedTuple):
    """What the cells category, zones and days grant; `rights` is the number of the set in the store."""

    category: CategoryId
    rights: int
    status: AccreditationStatus


class ListRow(NamedTuple):
    """A row that can be taken.

    Attributes:
        cells: cleaned; country, nationality, language and birth date in their stored form.
        valid_from: microseconds since 1970 in UTC, as is `valid_until`.
    """

    line: int
    cells: Cells
    grant: Grant
    valid_from: int | None = None
    valid_until: int | None = None


_AT = {name: index for index, name in enumerate(COLUMNS)}
_SPELT = itemgetter(*(_AT[name] for name in ("country", "nationality", "language", "birth_date")))
_GRANTED = itemgetter(*(_AT[name] for name in ("category", "zones", "days")))
_VALIDITY = itemgetter(*(_AT[name] for name in ("valid_from", "valid_until")))
_FAMILY_NAME, _GIVEN_NAME, _NAME_NATIVE = _AT["family_name"], _AT["given_name"], _AT["name_native"]
_VALID_FROM, _VALID_UNTIL, _EXTERNAL_ID = _AT["valid_from"], _AT["valid_until"], _AT["external_id"]
_ENDS = re.compile(r"(?<=\w{3})(es|s|e|x|lar|ler|leri|lari)$")
_NEVER_A_NAME = frozenset({"N/A", "n/a", "N.A.", "(null)", "<NA>", "undefined"})
_NO_VALUE = _NEVER_A_NAME | {"NULL", "Null", "null", "NaN", "nan", "NAN", "None", "none", "NONE"}
"""What programs write for no value and no person is called; some people are called Null."""
_NO_VALIDITY = (None, None)


class RowChecker:
    """Checks the rows of one list for one event.

    Args:
        event: its categories, zones and days are those that rows name.
        columns: the number of each column that the list has.
        fixed: the value of each field that the user gives for all rows.
        width: how many columns the list has.
        keep_rights: returns the number of a set of rights.

    Attributes:
        notices: what is wrong with a row that is nevertheless taken; their reader empties the list.
        order: the order of day and month in the dates of birth.
    """

    def __init__(
        self,
        event: Event,
        columns: dict[str, int],
        fixed: Mapping[str, str],
        width: int,
        keep_rights: Callable[[Rights], int],
    ) -> None:
        self._event = event
        self._width = width
        self._keep_rights = keep_rights
        # A row's own cells are followed by an empty one, for columns not in the list, and those for all rows.
        self._behind = ("", *fixed.values())
        placed = columns | {name: width + 1 + at for at, name in enumerate(fixed)}
        self._pick = itemgetter(*(placed.get(name, width) for name in COLUMNS))
        self._grants: dict[tuple[str, str, str], Grant | tuple[RightsFault, ...]] = {}
        self._places, self._tongues, self._births = {""}, {""}, {""}
        self._lines: dict[int, int] = {}
        self.notices: list[Problem] = []
        self.order = DateOrder()
        self._categories = _names_of_categories(event)
        self._first_day = event.days[0].date
        self._time_zone = ZoneInfo(event.sites[0].time_zone)

    def check(self, line: int, row: list[str]) -> ListRow | list[Problem]:
        """Return the row in its stored form, or its problems."""
        if len(row) != self._width:
            if any(row[self._width :]):
                headers = counted(self._width, "header")
                reason = Phrase(
                    "{n} cells under {headers}: text with a separator needs quotes",
                    n=len(row),
                    headers=headers,
                )
                return [Problem(line, "", "", reason)]
            row = row[: self._width] + [""] * (self._width - len(row))
        row += self._behind
        cells: Cells = self._pick(row)
        problems: list[Problem] = []
        if not is_plain(cells):
            cells = clean(line, cells, problems, self.notices)
        if not (cells[_FAMILY_NAME] or cells[_GIVEN_NAME] or cells[_NAME_NATIVE]):
            problems.append(Problem(line, "family_name", "", "there is no name"))
        if cells[_FAMILY_NAME] in _NO_VALUE or cells[_GIVEN_NAME] in _NO_VALUE:
            self._doubt(line, cells, problems)
        home, nationality, tongue, birth = _SPELT(cells)
        places = self._places
        if not (
            home in places and nationality in places and tongue in self._tongues and birth in self._births
        ):
            cells = self._spell(line, cells)
        granted = _GRANTED(cells)
        grant = self._grants.get(granted) or self._grant(granted)
        external_id = cells[_EXTERNAL_ID]
        # The hash is kept, not the id: lists are long.
        if external_id and (first := self._lines.setdefault(hash(external_id), line)) != line:
            problems.append(
                Problem(
                    line, "external_id", external_id, Phrase("line {first} has this id already", first=first)
                )
            )
        validity: tuple[int | None, int | None] = _NO_VALIDITY
        if cells[_VALID_FROM] or cells[_VALID_UNTIL]:
            validity = self._validity(line, cells, problems)
        if isinstance(grant, Grant):
            return problems or ListRow(line, cells, grant, *validity)
        faults = (
            Problem(line, fault.column, shown(fault.value), fault.reason, fault.nearest) for fault in grant
        )
        return [*problems, *faults]

    def has_seen(self, external_id: str) -> bool:
        """Say whether a row had this id, whatever its result."""
        return hash(external_id) in self._lines

    def _doubt(self, line: int, cells: Cells, problems: list[Problem]) -> None:
        """Refuse a name that is only a program's word for no value; note one that contains such a word."""
        halves = {name: cells[_AT[name]] for name in ("given_name", "family_name") if cells[_AT[name]]}
        found = [(name, text) for name, text in halves.items() if text in _NO_VALUE]
        for name, text in found:
            if len(found) < len(halves) and text not in _NEVER_A_NAME:
                self.notices.append(Problem(line, name, text, "programs write this for no value; a name too"))
            else:
                problems.append(Problem(line, name, text, "programs write this where there is no value"))

    def _grant(self, key: tuple[str, str, str]) -> Grant | tuple[RightsFault, ...]:
        name, zones, days = key
        category = self._categories.get(fold(name)) or self._categories.get(_singular(fold(name)))
        grant: Grant | tuple[RightsFault, ...]
        if category is None:
            reason = "there is no such category" if name else "there is no category"
            known = dict.fromkeys(n for c in self._event.categories for n in (*c.name.values(), c.id))
            closest = nearest(name, known)
            if closest is None:
                known_ids = ", ".join(category.id for category in self._event.categories)
                reason = Phrase("{reason}; there are {known}", reason=Phrase(reason), known=known_ids)
            grant = (RightsFault("category", name[:SHOWN], reason, closest),)
        else:
            rights = read_rights(zones, days, category, self._event)
            is_free = category.approval is Approval.AUTO
            status = AccreditationStatus.ACTIVE if is_free else AccreditationStatus.PENDING
            grant = (
                Grant(category.id, self._keep_rights(rights), status)
                if isinstance(rights, frozenset)
                else rights
            )
        if len(self._grants) >= _MOST_CACHED:
            self._grants.clear()
        self._grants[key] = grant
        return grant

    def _spell(self, line: int, cells: Cells) -> Cells:
        """Spell countries, language and birth date as they are stored, and remember the results."""
        home, nationality, tongue, birth = _SPELT(cells)
        before, notices = self._first_day, self.notices
        spelt = {
            "country": home if home in self._places else country(line, "country", home, notices),
            "nationality": country(line, "nationality", nationality, notices),
            "language": tongue if tongue in self._tongues else language(line, tongue, notices),
            "birth_date": birth,
        }
        if birth not in self._births:
            spelt["birth_date"] = birth_date(line, birth, before, notices, self.order)
        self._places |= {spelt["country"], spelt["nationality"]}
        self._tongues.add(spelt["language"])
        if len(self._births) < _MOST_CACHED:
            self._births.add(spelt["birth_date"])
        if tuple(spelt.values()) == _SPELT(cells):
            return cells
        return tuple(spelt.get(column, cell) for column, cell in zip(COLUMNS, cells, strict=True))

    def _validity(self, line: int, cells: Cells, problems: list[Problem]) -> tuple[int | None, int | None]:
        first, last = _VALIDITY(cells)
        begins = instant_of(line, "valid_from", first, self._time_zone, problems)
        ends = instant_of(line, "valid_until", last, self._time_zone, problems)
        if begins is not None and ends is not None and begins >= ends:
            problems.append(
                Problem(line, "valid_until", last, Phrase("it ends before it begins ({first})", first=first))
            )
        return begins, ends


def demand_category(event: Event, fixed: Mapping[str, str]) -> None:
    """Refuse a category for all rows that the event does not have. Raises KioskError."""
    name = fixed.get("category")
    if name is not None and fold(name) not in _names_of_categories(event):
        known = [n for category in event.categories for n in (category.id, *category.name.values())]
        closest = nearest(name, known)
        listed = ", ".join(category.id for category in event.categories)
        hint = (
            Phrase('did you mean "{closest}"? The event has {listed}', closest=closest, listed=listed)
            if closest
            else Phrase("the event has {listed}", listed=listed)
        )
        raise KioskError('there is no category "{name}"', hint, name=name)


def _names_of_categories(event: Event) -> dict[str, Category]:
    """Return categories by every name that a list may use: id, name in any language, letter."""
    named: dict[str, Category] = {}
    for category in event.categories:
        for name in (category.id, *category.name.values(), category.letter):
            named.setdefault(fold(name), category)
    return named


def _singular(folded: str) -> str:
    """Strip plural and feminine endings from each word: exposantes, visitors, katilimcilar."""
    return " ".join(_ENDS.sub("", word) for word in folded.split())
