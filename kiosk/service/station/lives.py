"""The lives of a station's file: which one goes on when it is opened, and when a new one begins.

1. A life is bound to its home. Opened anywhere else, or as a copy beside it, the file begins a new life, with
   a new series of badge numbers and an alarm; without the alarm where it was moved on purpose.
2. Back in the home of an earlier life, with no record missing, the file goes on with that life.
3. A file that knows less than a head beside it, or one that this user remembers, is behind; one that
   disagrees with it was forked; one without a head beside it was restored.
4. A life that is not gone on with is never signed again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.domain.credential import is_same
from kiosk.domain.head import Head, signed_head
from kiosk.domain.home import Fit, Home, fit
from kiosk.domain.journal import Life, LifeId, Plain, read_detail
from kiosk.keys.signing import StationKey, is_signature
from kiosk.service.station.heads import Begun, begin_life, copied_head, heads_beside, keep_beside, parsed_head
from kiosk.service.station.memory import recall
from kiosk.store.database import Connection, Database, StoreError
from kiosk.store.homes import home_of
from kiosk.store.journal import Journal, began_at, detail_at, frontier_at, journals, own_journals, size_of

MOVING = {"moving": True}
"""The detail of the record that a station is about to be moved."""


class Continuity(StrEnum):
    """How a file stands to its home, and to the copy of its newest head."""

    NEW = "new"
    WHOLE = "whole"
    RESTORED = "restored"
    BEHIND = "behind"
    FORKED = "forked"
    COPIED = "copied"
    ELSEWHERE = "elsewhere"
    OLDER = "older"
    MOVED = "moved"


ALARMING = frozenset({Continuity.FORKED, Continuity.BEHIND, Continuity.COPIED, Continuity.ELSEWHERE})
"""What nobody does by accident and nobody may do unseen: the new life begins with an alarm."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands, and the journal of the life to go on with; None where a new life has to begin."""

    continuity: Continuity
    journal: Journal | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens a file, where and how.

    Attributes:
        now: microseconds since 1970 in UTC.
        is_on_purpose: whether the station was moved or restored on purpose.
        fresh: the id of the life to begin, if one has to.
        memory: the folder of what this user remembers of stations; None for nothing.
    """

    home: Home
    now: int
    operator: str
    fresh: LifeId
    is_on_purpose: bool = False
    memory: Path | None = None


def standing(database: Database, public: bytes, home: Home | None, memory: Path | None = None) -> Standing:
    """Compare a file with its home, and with the copy of its newest head, signed with this station's key.

    Args:
        database: open.
        public: the station's public key.
        home: where the file is now; None to go by the heads alone.
        memory: the folder of what this user remembers; None for nothing.
    """
    with database.read() as connection:
        lives = own_journals(connection)
        if not lives:
            return Standing(Continuity.NEW)
        here, place = (lives[-1], Continuity.WHOLE) if home is None else _at_home(connection, lives, home)
        # A copy shares the earlier lives with its original, whose newer heads prove nothing about the copy.
        known = () if here is None else recall(memory, here.life)
        heads = [signed_head(written, public, is_signature) for written in known]
        past = _past(connection, lives, copied_head(database, public), [one for one in heads if one])
        if past is not Continuity.FORKED and here is None:
            is_said = place is not Continuity.OLDER and is_moving(connection, lives[-1])
            return Standing(Continuity.MOVED if is_said else place)
    return Standing(past, here if past is Continuity.WHOLE else None)


def go_on(database: Database, key: StationKey, opening: Opening) -> tuple[Journal, Continuity]:
    """Return the journal to go on with, and how the file was found; a new life begins where one has to.

    Raises:
        StoreError: the file was never finished, or cannot be written.
    """
    found = standing(database, key.public, opening.home, opening.memory)
    if found.journal is not None:
        return found.journal, found.continuity
    with database.read() as connection:
        lives = own_journals(connection)
    if not lives:
        raise StoreError("this database was never finished", "remove its folder and run `kiosk init` again")
    state = found.continuity
    if opening.is_on_purpose and state is not Continuity.FORKED:
        state = Continuity.MOVED
    before = lives[-1].life
    life = Life(before.event, before.station, opening.fresh)
    is_alarming = state in ALARMING
    keep_beside(database)
    known = recall(opening.memory, before)
    begun = Begun(opening.now, opening.operator, opening.home, state.value, is_alarming, len(lives), known)
    return begin_life(database, life, key, begun), state


@dataclass(frozen=True, slots=True)
class Gap:
    """Records of a life, from `first` to `last`, that are not in a file."""

    life: Life
    first: int
    last: int


def is_moving(connection: Connection, journal: Journal) -> bool:
    """Say whether the last thing that a life recorded is that the station is about to be moved."""
    return _detail(connection, journal, size_of(connection, journal) - 1) == MOVING


def gaps(database: Database) -> list[Gap]:
    """Return the records that the file lacks, and a head beside it or in a later life of it proves."""
    with database.read() as connection:
        sizes = {one.life: size_of(connection, one) for one in journals(connection)}
        written = [*heads_beside(database.path), *_previous_heads(connection)]
    largest: dict[Life, int] = {}
    for head in map(parsed_head, written):
        if head is not None:
            largest[head.life] = max(largest.get(head.life, 0), head.size)
    return [
        Gap(life, sizes.get(life, 0), size - 1) for life, size in largest.items() if size > sizes.get(life, 0)
    ]


def _previous_heads(connection: Connection) -> Iterator[str]:
    for journal in own_journals(connection):
        previous = _detail(connection, journal, 0).get("previous")
        if isinstance(previous, str):
            yield previous


def why_begun(connection: Connection, journal: Journal) -> tuple[Continuity, int] | None:
    """Return why a life began, and when (microseconds since 1970 in UTC); None for a first one."""
    because = str(_detail(connection, journal, 0).get("because", ""))
    return (Continuity(because), began_at(connection, journal)) if because in set(Continuity) else None


def _detail(connection: Connection, journal: Journal, seq: int) -> Mapping[str, Plain]:
    """Return the detail of a record; nothing for a damaged one, which `kiosk log verify` names."""
    try:
        return read_detail(detail_at(connection, journal, seq))
    except ValueError:
        return {}


def _past(
    connection: Connection, lives: tuple[Journal, ...], copied: Head | None, remembered: list[Head]
) -> Continuity:
    """Compare the file with the head that was copied beside it, and with those that are remembered."""
    if copied is None:
        return Continuity.RESTORED
    found = [_extends(connection, lives, head) for head in (copied, *remembered)]
    return next(
        (worst for worst in (Continuity.FORKED, Continuity.BEHIND) if worst in found), Continuity.WHOLE
    )


def _extends(connection: Connection, lives: tuple[Journal, ...], head: Head) -> Continuity:
    """Say whether the journals of a file extend a head: whole, behind or forked."""
    journal = next((one for one in lives if one.life == head.life), None)
    if journal is None or head.size > size_of(connection, journal):
        return Continuity.BEHIND
    try:
        root = frontier_at(connection, journal, head.size).root
    except StoreError:
        return Continuity.FORKED
    return Continuity.WHOLE if is_same(root, head.root) else Continuity.FORKED


def _at_home(
    connection: Connection, lives: tuple[Journal, ...], home: Home
) -> tuple[Journal | None, Continuity]:
    """Return the newest life that is at home here; if there is none, also what that means."""
    fits = [(one, fit(marks, home, one.life.id)) for one in lives if (marks := home_of(connection, one))]
    here = next((one for one, fitting in reversed(fits) if fitting is Fit.SAME), None)
    if here is not None:
        return here, Continuity.WHOLE
    if not fits or fits[-1][0] is not lives[-1]:
        return None, Continuity.OLDER  # a file from before lives were bound to anything
    is_elsewhere = fits[-1][1] is Fit.OTHER_COMPUTER
    return None, Continuity.ELSEWHERE if is_elsewhere else Continuity.COPIED
