"""The vocabulary of the domain: ids, wire names and the values that a decision is made from.

Wire names (the text of every StrEnum here) go into journals and exports: they are added, never changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

EventId = NewType("EventId", bytes)
"""16 random bytes."""
StationId = NewType("StationId", bytes)
"""16 random bytes."""
HolderId = NewType("HolderId", bytes)
"""16 random bytes."""
AccreditationId = NewType("AccreditationId", bytes)
"""16 random bytes."""
Subject = NewType("Subject", bytes)
"""16 random bytes: all that the journal holds of a person."""
BadgeNumber = NewType("BadgeNumber", int)
"""32 bits: 10 bits of series, 22 bits of counter."""
ZoneId = NewType("ZoneId", str)
SiteId = NewType("SiteId", str)
GateId = NewType("GateId", str)
CategoryId = NewType("CategoryId", str)

OUTSIDE = ZoneId("OUTSIDE")
"""The zone that encloses every site."""


class Reason(StrEnum):
    """Why a presentation is denied, in the order in which reasons win: the order is the policy."""

    AMBIGUOUS = "ambiguous"
    INVALID = "invalid"
    FORGED = "forged"
    UNKNOWN = "unknown"
    UNSYNCED = "unsynced"
    BLOCKED = "blocked"
    NOT_APPROVED = "not_approved"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    NOT_ISSUED = "not_issued"
    INVALID_TIME = "invalid_time"
    WRONG_SITE = "wrong_site"
    WRONG_ZONE = "wrong_zone"
    CLOSED = "closed"
    ESCORT_REQUIRED = "escort_required"
    PASSBACK = "passback"
    CAPACITY = "capacity"


class Notice(StrEnum):
    """What the gate is told beside the decision. At an exit the reason itself is the notice."""

    CLOCK_SUSPECT = "clock_suspect"
    LIST_STALE = "list_stale"
    ESCORTED = "escorted"
    UNATTRIBUTED = "unattributed"
    NEARLY_FULL = "nearly_full"


class Alert(StrEnum):
    """What security alone is told."""

    FORGED = "forged"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    REVOKED = "revoked"
    COMPROMISED_KEY = "compromised_key"
    WATCHED = "watched"
    NOT_THE_HOLDER = "not_the_holder"


class TurnBack(StrEnum):
    """Why a person who was let through did not pass; wire names are added, never changed."""

    WENT_AWAY = "went_away"
    MISTAKE = "mistake"
    NOT_THE_HOLDER = "not_the_holder"
    OTHER = "other"


class PartyKind(StrEnum):
    """Who passes without a badge, with somebody who has one; wire names are added, never changed."""

    PROTOCOL = "protocol"
    CHILD = "child"
    DRIVER = "driver"
    RESCUE = "rescue"


class Outcome(StrEnum):
    """The two things that a decision can say."""

    GRANTED = "granted"
    DENIED = "denied"


class Direction(StrEnum):
    """Which way through a gate."""

    IN = "in"
    OUT = "out"


class Method(StrEnum):
    """How a badge or a person was presented."""

    CAMERA = "camera"
    WEDGE = "wedge"
    BY_HAND = "by_hand"
    MOBILE = "mobile"
    PAPER = "paper"


class Match(StrEnum):
    """What the text presented is, compared with the list."""

    NONE = "none"
    LISTED = "listed"
    BY_HAND = "by_hand"
    AMBIGUOUS = "ambiguous"
    INVALID = "invalid"
    FORGED = "forged"
    UNKNOWN = "unknown"
    UNSYNCED = "unsynced"


class ClockState(StrEnum):
    """How far a station may trust its clock; a suspect clock never denies by time alone."""

    TRUSTED = "trusted"
    CONFIRMED = "confirmed"
    SUSPECT = "suspect"


class EpochState(StrEnum):
    """What a key epoch is good for."""

    SEALING = "sealing"
    OPEN = "open"
    CLOSED = "closed"


class SealCheck(StrEnum):
    """Whether a seal is genuine; a station without keys leaves it unchecked."""

    UNCHECKED = "unchecked"
    VALID = "valid"
    BROKEN = "broken"


class AccreditationStatus(StrEnum):
    """Where an accreditation stands."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"


class BadgeState(StrEnum):
    """Where one printed issue stands; the last two are final.

    `failed`: known not to be printed; `unsure`: not known. Neither opens anything.
    """

    ISSUED = "issued"
    RENDERED = "rendered"
    PRINTED = "printed"
    FAILED = "failed"
    UNSURE = "unsure"
    HANDED_OVER = "handed_over"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


Rights = frozenset[tuple[date, ZoneId]]
"""The (event day, zone) rows that an accreditation opens."""


@dataclass(frozen=True, slots=True)
class Badge:
    """One printed issue of an accreditation, as the list holds it.

    Attributes:
        credential_hash: SHA-256 of the 20 characters in the code; 32 bytes.
        issue: 1 for the first badge of an accreditation, 2 for its replacement …
        superseded_by: the badge that took its place, if any.
    """

    number: BadgeNumber
    credential_hash: bytes
    state: BadgeState
    issue: int = 1
    superseded_by: BadgeNumber | None = None


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A person's right, as the list holds it.

    Attributes:
        valid_from: first moment of validity (aware), or None for no limit.
        valid_until: first moment after validity (aware), or None for no limit.
        is_watched: whether security is alerted; gates must not know.
    """

    subject: Subject
    category: CategoryId
    status: AccreditationStatus
    rights: Rights
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a holder is believed to be, and the event day of the record that says so."""

    zone: ZoneId
    day: date


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One direction through a gate, with the zones on either side."""

    gate: GateId
    direction: Direction
    site: SiteId
    zone_from: ZoneId
    zone_to: ZoneId


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant as a decision needs it.

    Attributes:
        at: the instant, aware, in UTC.
        day: the event day at the checkpoint's site (a soirée belongs to the day it began).
        minute: minutes since that day's midnight, local; beyond 1440 after midnight.
        clock: how far the station's clock may be trusted.
    """

    at: datetime
    day: date
    minute: int
    clock: ClockState = ClockState.TRUSTED


@dataclass(frozen=True, slots=True)
class Scan:
    """One presentation at a checkpoint.

    Attributes:
        text: what was read or typed, exactly; "" when the operator found the person by hand.
        is_ambiguous: whether two comparable badges were held up.
        subject: the person whom the operator vouches for; only with method `by_hand`.
    """

    text: str
    checkpoint: Checkpoint
    moment: Moment
    method: Method = Method.CAMERA
    is_ambiguous: bool = False
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the station knows, at that moment, about what was presented.

    Attributes:
        badge: the list's row for the number presented; None where the number is not listed.
        accreditation: the right that the badge belongs to.
        presence: where the holder is believed to be; None for never seen.
        high: the highest counter listed in the presented series; None for a series not listed.
        epoch: the state of the key epoch that the credential names; None where this station knows none.
        seal: what the station's keys say of the seal.
        occupancy: people counted inside each zone, sub-zones included; a missing zone counts none.
        has_escort: whether an escort was granted entry here just before.
        is_pardoned: whether a supervisor waived the holder's next passback.
        is_list_stale: whether the list is older than the policy allows.
    """

    badge: Badge | None = None
    accreditation: Accreditation | None = None
    presence: Presence | None = None
    high: int | None = None
    epoch: EpochState | None = None
    seal: SealCheck = SealCheck.UNCHECKED
    occupancy: Mapping[ZoneId, int] = field(default_factory=dict)
    has_escort: bool = False
    is_pardoned: bool = False
    is_list_stale: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to happen, and why.

    Attributes:
        reason: why it was denied; None when granted.
        notices: for the gate's screen; at an exit the reason that would have denied an entry.
        alerts: for security only; never shown at a gate.
        is_overridable: whether the policy lets a supervisor decide otherwise (amber, not red).
    """

    outcome: Outcome
    match: Match
    reason: Reason | None = None
    notices: tuple[Reason | Notice, ...] = ()
    alerts: tuple[Alert, ...] = ()
    is_overridable: bool = False

    @property
    def is_granted(self) -> bool:
        """Whether the way is free."""
        return self.outcome is Outcome.GRANTED


@dataclass(frozen=True, slots=True)
class Admitted:
    """A presentation after its decision; `seq` is None when it was only checked.

    Attributes:
        number: the badge, if it is on the list.
        issue: 1 for the first badge of an accreditation.
        superseded_by: the badge that took its place.
    """

    seq: int | None
    at: datetime
    checkpoint: Checkpoint
    decision: Decision
    subject: Subject | None = None
    number: BadgeNumber | None = None
    issue: int = 0
    superseded_by: BadgeNumber | None = None
