"""The last passages on a gate's screen: of the gate, or of the person whose badge is only looked at."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.event import Event
from kiosk.domain.model import Direction, GateId
from kiosk.service.posts.messages import SignShown
from kiosk.service.posts.shown import NewerBadge, Passage, Person
from kiosk.service.words.catalogue import INSTRUCTIONS
from kiosk.web.render import Say


@dataclass(frozen=True, slots=True)
class Row:
    """One of the last passages.

    Attributes:
        look: granted, refused or ask: which symbol stands before it.
        note: why it was refused, or that it did not take place; "" for an ordinary passage.
        can_undo: whether it can be said that the person did not pass.
    """

    seq: int
    time: str
    look: str
    name: str
    note: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the station's file says about a sign: read anew for each one.

    Attributes:
        person: the bearer; None if there is none.
        newer: the badge that took the place of the one held up.
        last: the last passages of this gate; of the person, when a badge is only looked at.
    """

    event: Event
    gate: GateId
    person: Person | None = None
    newer: NewerBadge | None = None
    last: tuple[Passage, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the gate's site."""
        gate = self.event.gate.get(self.gate)
        sites = self.event.site
        site = self.event.sites[0] if gate is None else sites[self.event.zone[gate.inner].site]
        return ZoneInfo(site.time_zone)

    def time(self, at: datetime) -> str:
        """Return an instant as the clocks at the gate show it."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def moment(self, at: datetime) -> str:
        """Return an instant with its day."""
        return f"{at.astimezone(self.zone):%d/%m %H:%M}"


def rows_of(shown: SignShown | None, known: Known, say: Say, language: str) -> tuple[Row, ...]:
    """Return the rows below a sign."""
    if shown is not None and shown.face == "looked":
        return tuple(_where(passage, known, say, language) for passage in known.last)
    return tuple(_row(passage, known, say) for passage in known.last)


def _where(passage: Passage, known: Known, say: Say, language: str) -> Row:
    """Return a passage of a person who is known, with the day and the gate; it cannot be undone from here."""
    row = _row(passage, known, say)
    gate = None if passage.gate is None else known.event.gate.get(passage.gate)
    name = passage.gate or "" if gate is None else gate.name.get(language, gate.name["fr"])
    way = say("EXIT") if passage.direction is Direction.OUT else say("ENTRY")
    note = " · ".join(part for part in (way, row.note) if part)
    return Row(passage.seq, known.moment(passage.at), row.look, name, note, can_undo=False)


def _row(passage: Passage, known: Known, say: Say) -> Row:
    is_granted = passage.reason is None
    look = "granted" if is_granted else "ask" if passage.is_overridable else "refused"
    note = ""
    if passage.is_undone:
        look, note = (
            "undone",
            say("did not enter") if passage.direction is Direction.IN else say("did not leave"),
        )
    elif passage.reason is not None:
        note = say(INSTRUCTIONS[passage.reason].headline)
    return Row(passage.seq, known.time(passage.at), look, passage.name, note, passage.can_undo)
