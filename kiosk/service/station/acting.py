"""The acts of a station: who acts, and the record that an act leaves in the journal."""

from collections.abc import Mapping
from typing import Protocol

from kiosk.domain.clock import Clock, RandomBytes
from kiosk.domain.journal import Act, Kind, Life, Plain, micros, write_detail
from kiosk.domain.model import Subject
from kiosk.store.changes import Author
from kiosk.store.database import Database


class Desk(Protocol):
    """The open station, as the registration desk needs it."""

    @property
    def database(self) -> Database:
        """The station's file."""

    @property
    def photos(self) -> Database:
        """The photo file beside it."""

    @property
    def life(self) -> Life:
        """The life of the file that now runs."""

    @property
    def clock(self) -> Clock:
        """What time it is."""

    @property
    def random(self) -> RandomBytes:
        """Where ids and salts come from."""

    @property
    def operator(self) -> str:
        """Who acts: `cli:<os user>` before there are accounts."""


def author(desk: Desk) -> Author:
    """Return who makes the changes."""
    return Author(desk.life, desk.operator)


def act_of(
    desk: Desk, kind: Kind, versions: tuple[int, int], subject: Subject | None, detail: Mapping[str, Plain]
) -> Act:
    """Return the record of an act that happens now.

    Args:
        desk: where.
        kind: what.
        versions: of the list and of the event document, both read in the act's own transaction.
        subject: about whom, or None.
        detail: what else there is to say; never personal data.
    """
    now = micros(desk.clock.now())
    list_version, policy_version = versions
    return Act(
        kind,
        now,
        now,
        subject=subject,
        operator=desk.operator,
        list_version=list_version,
        policy_version=policy_version,
        detail=write_detail(detail),
    )
