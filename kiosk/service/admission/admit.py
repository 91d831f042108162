"""Admission: read, decide, append and move, in one transaction; nothing is green before its COMMIT.

1. Everything that the decision depends on is read inside the transaction that records it.
2. Every presentation leaves a record, even a refused one; `check` records nothing and admits no one.
3. A text that is not one of our codes is kept for a day beside the journal, which only commits to it.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.domain.credential import Credential, credential_hash, parse, series_of
from kiosk.domain.decision import IDENTIFIED, decide
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import (
    Act,
    Detail,
    Kind,
    Plain,
    Reference,
    instant,
    micros,
    read_detail,
    write_detail,
)
from kiosk.domain.model import (
    Accreditation,
    Admitted,
    Alert,
    Checkpoint,
    ClockState,
    Decision,
    Direction,
    Match,
    Method,
    Moment,
    Notice,
    Presence,
    Rights,
    Scan,
    SealCheck,
    Situation,
    Subject,
    TurnBack,
)
from kiosk.domain.presence import MOVED_ON
from kiosk.domain.roles import Action, Actor
from kiosk.service.admission.undoing import undoing
from kiosk.service.station.acting import Work, acting
from kiosk.service.station.station import Station
from kiosk.service.station.timekeeper import Timekeeper
from kiosk.store import badges, presence
from kiosk.store.admission import (
    Connection,
    day_of,
    newest_badge,
    note_escort,
    was_escorted,
)
from kiosk.store.events import current_version, load_event
from kiosk.store.journal import FreeText
from kiosk.store.list_version import list_age, list_version
from kiosk.store.rights import load_rights
from kiosk.store.series import lives_of_series

TEXT_KEPT = 24 * 3600 * 1_000_000
"""How long the text of a foreign code is kept, in microseconds."""
TEXT_LENGTH = 4_296
"""The most characters that a QR code can hold; typed text beyond that is not kept."""


@dataclass(frozen=True, slots=True)
class Presented:
    """What a lane or a keyboard delivers.

    Attributes:
        text: exactly as read; "" for `ambiguous` and for a person found by hand.
        subject: the person the operator vouches for; only with method `by_hand`.
        repaired_as: the keyboard layout assumed when typed text was repaired, if it was.
    """

    text: str
    method: Method = Method.CAMERA
    is_ambiguous: bool = False
    subject: Subject | None = None
    repaired_as: str | None = None


class Admission:
    """Admits at one checkpoint of one station. Use it from one thread.

    Args:
        station: open; only this object uses its database connection while it admits.
        checkpoint: the gate and the direction.
        timekeeper: says how far the clock can be trusted.

    Raises:
        KioskError: the station has no event.
    """

    def __init__(self, station: Station, checkpoint: Checkpoint, timekeeper: Timekeeper) -> None:
        self._station = station
        self.checkpoint = checkpoint
        self._timekeeper = timekeeper
        self._policy = station.event()
        self._policy_version = -1
        self._rights: dict[int, Rights] = {}

    def acting_as(self, actor: Actor) -> "Admission":
        """Return this admission with another operator, for the same thread."""
        other = copy(self)
        other._station = self._station.acting_as(actor)  # noqa: SLF001 - a copy of its own
        return other

    @property
    def event(self) -> Event:
        """The event document used for the last decision."""
        return self._policy

    def admit(self, presented: Presented) -> Admitted:
        """Decide and record one presentation; on return, the record is on the disk.

        Raises:
            StoreError: nothing was recorded, so no one may be admitted.
        """
        now = self._station.clock.now()
        clock = self._timekeeper.look(now)
        with acting(self._station) as work:
            work.needs(Action.SCAN)
            connection = work.connection
            admitted, act, listed = self._decide(connection, presented, now, clock)
            seq = self._append(work, presented, admitted.decision, act)
            if admitted.decision.is_granted:
                presence.follow(connection, act, self._policy)
                self._note_escort(connection, listed, act)
        return replace(admitted, seq=seq)

    def check(self, presented: Presented) -> Admitted:
        """Decide as `admit` would, and record nothing."""
        now = self._station.clock.now()
        with self._station.database.read() as connection:
            return self._decide(connection, presented, now, self._timekeeper.look(now))[0]

    def listed(self, texts: Sequence[str]) -> frozenset[str]:
        """Return which of these texts are credentials on the list, whatever the list says of them."""
        if not texts:
            return frozenset()
        with self._station.database.read() as connection:
            return frozenset(text for text in texts if badges.is_listed(connection, text))

    def is_sealed(self, text: str) -> bool:
        """Return whether a text is a credential whose seal this station's keys confirm."""
        credential = parse(text)
        if credential is None:
            return False
        with self._station.database.read() as connection:
            lives = lives_of_series(connection)
        return self._station.keyring.check(credential, lives) is SealCheck.VALID

    def warnings(self) -> tuple[Notice, ...]:
        """Return what is wrong with this station, for any person: a suspect clock, a stale list."""
        now = self._station.clock.now()
        clock = self._timekeeper.look(now)
        with self._station.database.read() as connection:
            self._refresh(connection)
            moment = self._policy.moment(now, self.checkpoint.site, clock)
            is_stale = self._is_list_stale(connection, moment)
        found = ((clock is ClockState.SUSPECT, Notice.CLOCK_SUSPECT), (is_stale, Notice.LIST_STALE))
        return tuple(notice for holds, notice in found if holds)

    def turn_back(self, seq: int, why: TurnBack | None = None) -> int:
        """Record that a person who was let through did not pass, and return the record's seq.

        Args:
            seq: the granted scan, of this life.
            why: None if nobody said.

        Raises:
            KioskError: that record is not a granted scan of a known person.
        """
        station, journal = self._station, self._station.journal
        with station.database.read() as connection:  # it may take longer than a write is allowed to
            undone = undoing(connection, journal, seq, self._policy)
        if undone is None:
            raise KioskError(
                "record {seq} is no granted scan", "take the number from `kiosk log tail`", seq=seq
            )
        scan, subject = undone.scan, undone.subject
        with acting(station) as work:
            work.needs(Action.TURN_BACK)
            now, connection = micros(work.now), work.connection
            is_as_it_was = subject is None or presence.place_of(connection, subject) == undone.place
            act = replace(
                scan,
                kind=Kind.TURNED_BACK,
                occurred_at=now,
                recorded_at=now,
                zone_from=scan.zone_to,
                zone_to=scan.zone_from,
                outcome=None,
                notices=(),
                alerts=(Alert.NOT_THE_HOLDER,) if why is TurnBack.NOT_THE_HOLDER else (),
                operator=station.operator,
                answers=Reference(journal.life.station, journal.life.id, seq),
                commitment=None,
                detail=_with_reason(undone.detail if is_as_it_was else MOVED_ON, why),
            )
            recorded = work.append(act)
            presence.follow(connection, act, self._policy)
        return recorded

    def note(self, kind: Kind, detail: Mapping[str, Plain]) -> int:
        """Record an incident at this checkpoint that is not a scan: a fault, a flood of codes, a clock."""
        now = self._station.clock.now()
        act = self._act(kind, now, self._timekeeper.look(now))
        with acting(self._station) as work:
            version = list_version(work.connection)
            return work.append(replace(act, list_version=version, detail=write_detail(detail)))

    # --- What is known ------------------------------------------------------------------------------------

    def _refresh(self, connection: Connection) -> None:
        """Adopt a newer event document as soon as there is one."""
        version = current_version(connection)
        if version != self._policy_version:
            self._policy = load_event(connection) or self._policy
            self._policy_version = version
            gate, direction = self.checkpoint.gate, self.checkpoint.direction
            if gate in self._policy.gate:
                self.checkpoint = self._policy.checkpoint(gate, direction)

    def _decide(
        self, connection: Connection, presented: Presented, now: datetime, clock: ClockState
    ) -> tuple[Admitted, Act, badges.Listed | None]:
        self._refresh(connection)
        moment = self._policy.moment(now, self.checkpoint.site, clock)
        scan = Scan(
            presented.text,
            self.checkpoint,
            moment,
            presented.method,
            presented.is_ambiguous,
            presented.subject,
        )
        credential = None if presented.is_ambiguous else parse(presented.text)
        listed = self._listed(connection, presented, credential)
        record = self._record(connection, credential, listed, moment)
        decision = decide(scan, record, self._policy)
        is_known = listed is not None and decision.match in IDENTIFIED
        known = listed if is_known else None
        number = credential.number if credential else (known.badge.number if known else None)
        subject = known.subject if known else None
        at, checkpoint = micros(now), self.checkpoint
        act = Act(  # spelt out, as it is built in the time between a badge and its light
            Kind.SCAN,
            at,
            at,
            clock,
            gate=checkpoint.gate,
            direction=checkpoint.direction,
            zone_from=checkpoint.zone_from,
            zone_to=checkpoint.zone_to,
            method=presented.method,
            badge=number,
            match=decision.match,
            subject=subject,
            outcome=decision.outcome,
            reason=decision.reason,
            notices=decision.notices,
            alerts=decision.alerts,
            operator=self._station.operator,
            list_version=list_version(connection),
            policy_version=self._policy_version,
        )
        issue, superseded_by = (known.badge.issue, known.badge.superseded_by) if known else (0, None)
        admitted = Admitted(None, now, checkpoint, decision, subject, number, issue, superseded_by)
        return admitted, act, known

    @staticmethod
    def _listed(
        connection: Connection, presented: Presented, credential: Credential | None
    ) -> badges.Listed | None:
        if presented.subject is not None:
            newest = newest_badge(connection, presented.subject)
            return None if newest is None else badges.look_up(connection, *newest)
        if credential is None:
            return None
        return badges.look_up(connection, credential.number, credential_hash(presented.text))

    def _record(
        self,
        connection: Connection,
        credential: Credential | None,
        listed: badges.Listed | None,
        moment: Moment,
    ) -> Situation:
        keyring = self._station.keyring
        if listed is None:
            if credential is None:
                return Situation(is_list_stale=self._is_list_stale(connection, moment))
            return Situation(
                high=badges.highest(connection, series_of(credential.number)),
                epoch=keyring.epoch_state(credential.epoch),
                seal=keyring.check(credential, lives_of_series(connection)),
                is_list_stale=self._is_list_stale(connection, moment),
            )
        is_entry = self.checkpoint.direction is Direction.IN
        return Situation(
            badge=listed.badge,
            accreditation=self._accreditation(connection, listed),
            presence=None if listed.presence is None else Presence(*day_of(listed.presence)),
            epoch=keyring.epoch_state(listed.epoch),
            occupancy=presence.occupancy(connection, self._policy, moment.day) if is_entry else {},
            has_escort=is_entry and self._has_escort(connection, listed, moment),
            is_list_stale=self._is_list_stale(connection, moment),
        )

    def _accreditation(self, connection: Connection, listed: badges.Listed) -> Accreditation | None:
        if listed.subject is None:
            return None
        rights = self._rights.get(listed.rights)
        if rights is None:  # a set of rights never changes once written
            rights = self._rights[listed.rights] = load_rights(connection, listed.rights)
        return Accreditation(
            listed.subject,
            listed.category,
            listed.status,
            rights,
            None if listed.valid_from is None else instant(listed.valid_from),
            None if listed.valid_until is None else instant(listed.valid_until),
            listed.is_watched,
        )

    def _is_list_stale(self, connection: Connection, moment: Moment) -> bool:
        """Say whether this station's list is old. A station that seals badges makes the list itself."""
        hours = self._policy.policy.list_stale_after
        if hours == 0 or self._station.keyring.has_secrets:
            return False
        changed_at = list_age(connection)
        return changed_at is None or micros(moment.at) - changed_at > hours * 3_600_000_000

    def _has_escort(self, connection: Connection, listed: badges.Listed, moment: Moment) -> bool:
        category = self._policy.category.get(listed.category)
        if category is None or not category.needs_escort:
            return False
        since = micros(moment.at) - self._policy.policy.escort_within * 1_000_000
        return was_escorted(connection, self.checkpoint.gate, since)

    # --- What is written ----------------------------------------------------------------------------------

    def _act(self, kind: Kind, now: datetime, clock: ClockState) -> Act:
        at, checkpoint = micros(now), self.checkpoint
        return Act(
            kind,
            at,
            at,
            clock,
            gate=checkpoint.gate,
            direction=checkpoint.direction,
            zone_from=checkpoint.zone_from,
            zone_to=checkpoint.zone_to,
            operator=self._station.operator,
            policy_version=max(self._policy_version, 0),
        )

    def _append(self, work: Work, presented: Presented, decision: Decision, act: Act) -> int:
        if decision.match is Match.INVALID:
            text = presented.text[:TEXT_LENGTH]
            detail = write_detail({"length": len(presented.text)})
            words = FreeText(text, self._station.random(16), act.occurred_at + TEXT_KEPT)
            return work.append_with_text(replace(act, detail=detail), words)
        if presented.repaired_as is not None:
            act = replace(act, detail=write_detail({"typed": presented.repaired_as}))
        return work.append(act)

    def _note_escort(self, connection: Connection, listed: badges.Listed | None, act: Act) -> None:
        """Remember that a person who may escort others has just gone in."""
        category = self._policy.category.get(listed.category) if listed else None
        if category is not None and category.can_escort and act.direction is Direction.IN:
            note_escort(connection, self.checkpoint.gate, act.occurred_at)


def _with_reason(detail: Detail, why: TurnBack | None) -> Detail:
    """Return the detail of an undone passage with why it was undone."""
    return detail if why is None else write_detail({**read_detail(detail), "why": why})
