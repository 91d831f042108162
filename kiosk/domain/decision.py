"""The decision: who may pass, and the first reason why not.

1. `decide` is pure and total: garbage is ordinary input; all that can change the answer is an argument.
2. The order of RULES is the policy: the first rule that gives a reason wins.
3. Nobody is ever denied an exit: the reason becomes a notice.
4. A suspect clock never denies by time alone: it adds a notice.
5. Only a listed credential, or an operator's word for a person, can be granted an entry.
"""

from collections.abc import Callable, Collection
from datetime import date
from hmac import compare_digest

from kiosk.domain.credential import counter_of, credential_hash, parse
from kiosk.domain.event import Category, Event, Passback, opens_from
from kiosk.domain.model import (
    AccreditationStatus,
    Alert,
    BadgeState,
    ClockState,
    Decision,
    Direction,
    EpochState,
    Match,
    Method,
    Moment,
    Notice,
    Outcome,
    Reason,
    Scan,
    SealCheck,
    Situation,
    ZoneId,
)

Rule = Callable[[Scan, Situation, Event], Reason | None]
"""One reason to deny, or None. Rules about a person may assume that the situation has an accreditation."""

IDENTIFIED = frozenset({Match.LISTED, Match.BY_HAND})
"""The matches that identify a person."""


def identify(scan: Scan, situation: Situation) -> Match:
    """Compare the text presented with what the list holds for its number.

    What is known of another badge is no better than nothing: its number or its hash gives it away.
    """
    if scan.is_ambiguous:
        return Match.AMBIGUOUS
    if scan.method is Method.BY_HAND:
        person = situation.accreditation
        is_theirs = person is not None and scan.subject is not None and person.subject == scan.subject
        return Match.BY_HAND if is_theirs else Match.UNKNOWN
    credential = parse(scan.text)
    if credential is None:
        return Match.INVALID
    badge = situation.badge
    if badge is None or badge.number != credential.number:
        return _identify_unlisted(counter_of(credential.number), situation)
    if not compare_digest(badge.credential_hash, credential_hash(scan.text)):
        return Match.FORGED
    return Match.UNKNOWN if situation.accreditation is None else Match.LISTED


def _identify_unlisted(counter: int, situation: Situation) -> Match:
    """Classify a well-formed credential whose number is not on the list."""
    if situation.seal is SealCheck.BROKEN:
        return Match.FORGED
    is_newer = situation.high is None or counter > situation.high
    return Match.UNSYNCED if is_newer else Match.UNKNOWN


# --- What was presented -------------------------------------------------------------------------------


def _unidentified(scan: Scan, situation: Situation, _event: Event) -> Reason | None:
    """Give the five reasons, `ambiguous` to `unsynced`, for which there is no person to check further."""
    match = identify(scan, situation)
    return None if match in IDENTIFIED else Reason(match.value)


def _category(situation: Situation, event: Event) -> Category | None:
    person = situation.accreditation
    return event.category.get(person.category) if person else None


# --- The person and the badge -------------------------------------------------------------------------


def _blocked(_scan: Scan, situation: Situation, _event: Event) -> Reason | None:
    person = situation.accreditation
    return Reason.BLOCKED if person and person.status is AccreditationStatus.BLOCKED else None


def _not_approved(_scan: Scan, situation: Situation, event: Event) -> Reason | None:
    """Deny the pending, and those whose category the event no longer has."""
    person = situation.accreditation
    if person is None or person.category not in event.category:
        return Reason.NOT_APPROVED
    return Reason.NOT_APPROVED if person.status is AccreditationStatus.PENDING else None


def _revoked(_scan: Scan, situation: Situation, _event: Event) -> Reason | None:
    """Deny a revoked badge, and every badge of a key epoch that was closed as compromised."""
    is_revoked = situation.badge is not None and situation.badge.state is BadgeState.REVOKED
    return Reason.REVOKED if is_revoked or situation.epoch is EpochState.CLOSED else None


def _suspended(_scan: Scan, situation: Situation, _event: Event) -> Reason | None:
    person = situation.accreditation
    return Reason.SUSPENDED if person and person.status is AccreditationStatus.SUSPENDED else None


def _superseded(_scan: Scan, situation: Situation, _event: Event) -> Reason | None:
    badge = situation.badge
    return Reason.SUPERSEDED if badge and badge.state is BadgeState.SUPERSEDED else None


def _not_issued(_scan: Scan, situation: Situation, event: Event) -> Reason | None:
    """Deny a badge that is not yet in force for its category (printed, or handed over)."""
    badge, category = situation.badge, _category(situation, event)
    if badge is None or category is None or badge.state not in opens_from(category.opens):
        return Reason.NOT_ISSUED
    return None


# --- Day, site, zone, hours ---------------------------------------------------------------------------


def _is_suspect(moment: Moment) -> bool:
    return moment.clock is ClockState.SUSPECT


def _zone(scan: Scan) -> ZoneId:
    """Return the zone that the checkpoint guards, whichever way it is passed."""
    checkpoint = scan.checkpoint
    return checkpoint.zone_to if checkpoint.direction is Direction.IN else checkpoint.zone_from


def _zones_today(scan: Scan, situation: Situation) -> Collection[ZoneId]:
    """Return the zones that the rights name for the event day; for any day when the clock is suspect."""
    rights: Collection[tuple[date, ZoneId]] = (
        situation.accreditation.rights if situation.accreditation else ()
    )
    if _is_suspect(scan.moment):
        return {zone for _, zone in rights}
    today = scan.moment.day
    return {zone for day, zone in rights if day == today}


def _invalid_time(scan: Scan, situation: Situation, _event: Event) -> Reason | None:
    """Deny outside the accreditation's validity, and on a day for which it has no rights."""
    person, moment = situation.accreditation, scan.moment
    if _is_suspect(moment) or person is None:
        return None
    is_early = person.valid_from is not None and moment.at < person.valid_from
    is_late = person.valid_until is not None and moment.at >= person.valid_until
    return Reason.INVALID_TIME if is_early or is_late or not _zones_today(scan, situation) else None


def _wrong_site(scan: Scan, situation: Situation, event: Event) -> Reason | None:
    zones = _zones_today(scan, situation)
    sites = {event.zone[zone].site for zone in zones if zone in event.zone}
    return None if scan.checkpoint.site in sites else Reason.WRONG_SITE


def _wrong_zone(scan: Scan, situation: Situation, event: Event) -> Reason | None:
    """Deny where no right opens this zone; a right opens its zone and the zones on the way to it."""
    guarded = _zone(scan)
    opened = any(event.is_within(zone, guarded) for zone in _zones_today(scan, situation))
    return None if opened else Reason.WRONG_ZONE


def _closed(scan: Scan, situation: Situation, event: Event) -> Reason | None:
    """Deny outside the zone's hours and on days when its site is shut, except to those exempt from hours."""
    moment, category = scan.moment, _category(situation, event)
    if _is_suspect(moment) or (category is not None and category.keeps_any_hours):
        return None
    is_open_day = any(day.date == moment.day and scan.checkpoint.site in day.sites for day in event.days)
    hours = event.hours.get(_zone(scan))
    is_open_hour = hours is None or hours.opens <= moment.minute < hours.closes
    return None if is_open_day and is_open_hour else Reason.CLOSED


# --- Presence -----------------------------------------------------------------------------------------


def _escort_required(_scan: Scan, situation: Situation, event: Event) -> Reason | None:
    category = _category(situation, event)
    is_alone = category is not None and category.needs_escort and not situation.has_escort
    return Reason.ESCORT_REQUIRED if is_alone else None


def _is_inside(scan: Scan, situation: Situation, event: Event, zone: ZoneId) -> bool:
    """Say whether the holder is believed to be in a zone already, since today."""
    presence = situation.presence
    return presence is not None and presence.day == scan.moment.day and event.is_within(presence.zone, zone)


def _second_entry(scan: Scan, situation: Situation, event: Event) -> Passback:
    """Return the zone's passback rule if this is a second entry without an exit, else OFF."""
    zone = event.zone.get(_zone(scan))
    if zone is None or situation.is_pardoned or not _is_inside(scan, situation, event, zone.id):
        return Passback.OFF
    return zone.passback


def _passback(scan: Scan, situation: Situation, event: Event) -> Reason | None:
    is_hard = _second_entry(scan, situation, event) is Passback.HARD
    return Reason.PASSBACK if is_hard and not _is_suspect(scan.moment) else None


def _free_places(scan: Scan, situation: Situation, event: Event) -> list[tuple[int, int]]:
    """Return (places left, capacity) of each limited zone that this entry would add the holder to."""
    entered = (event.zone[zone] for zone in event.path.get(_zone(scan), ()))
    return [
        (zone.capacity - situation.occupancy.get(zone.id, 0), zone.capacity)
        for zone in entered
        if zone.capacity is not None and not _is_inside(scan, situation, event, zone.id)
    ]


def _capacity(scan: Scan, situation: Situation, event: Event) -> Reason | None:
    return Reason.CAPACITY if any(left < 1 for left, _ in _free_places(scan, situation, event)) else None


RULES: tuple[Rule, ...] = (
    _unidentified,  # ambiguous, invalid, forged, unknown, unsynced
    _blocked,
    _not_approved,
    _revoked,
    _suspended,
    _superseded,
    _not_issued,
    _invalid_time,
    _wrong_site,
    _wrong_zone,
    _closed,
    _escort_required,
    _passback,
    _capacity,
)
"""Every reason to deny an entry, in the order in which they win."""

EXIT_RULES: tuple[Rule, ...] = RULES[: RULES.index(_closed)]
"""Reasons worth showing at an exit; the others concern entries only."""

_ALERTS = {
    Reason.FORGED: Alert.FORGED,
    Reason.UNKNOWN: Alert.UNKNOWN,
    Reason.BLOCKED: Alert.BLOCKED,
    Reason.REVOKED: Alert.REVOKED,
}


def _first_reason(rules: tuple[Rule, ...], scan: Scan, situation: Situation, event: Event) -> Reason | None:
    return next((reason for rule in rules if (reason := rule(scan, situation, event))), None)


def _alerts(match: Match, reason: Reason | None, situation: Situation) -> tuple[Alert, ...]:
    found = [_ALERTS[reason]] if reason in _ALERTS else []
    if situation.epoch is EpochState.CLOSED and match is not Match.INVALID:
        found.append(Alert.COMPROMISED_KEY)
    person = situation.accreditation
    if match in IDENTIFIED and person is not None and person.is_watched:
        found.append(Alert.WATCHED)
    return tuple(found)


def _notices(scan: Scan, situation: Situation, event: Event) -> list[Reason | Notice]:
    """Return what the gate is told about an entry that is granted."""
    category = _category(situation, event)
    found: list[Reason | Notice] = []
    if _second_entry(scan, situation, event) is not Passback.OFF:
        found.append(Reason.PASSBACK)
    if category is not None and category.needs_escort:
        found.append(Notice.ESCORTED)
    if any(
        100 * (capacity - left + 1) >= event.policy.nearly_full * capacity
        for left, capacity in _free_places(scan, situation, event)
    ):
        found.append(Notice.NEARLY_FULL)
    return found


def _state_of_station(scan: Scan, situation: Situation) -> list[Reason | Notice]:
    found: list[Reason | Notice] = []
    if _is_suspect(scan.moment):
        found.append(Notice.CLOCK_SUSPECT)
    if situation.is_list_stale:
        found.append(Notice.LIST_STALE)
    return found


def decide(scan: Scan, situation: Situation, policy: Event) -> Decision:
    """Decide one presentation.

    Args:
        scan: what was presented, where and when.
        situation: what this station knows about it at that moment.
        policy: the event document in force.

    Returns:
        granted or denied, with the first reason of RULES; at an exit always granted.
    """
    match = identify(scan, situation)
    state = _state_of_station(scan, situation)
    if scan.checkpoint.direction is Direction.OUT:
        reason = _first_reason(EXIT_RULES, scan, situation, policy)
        told: list[Reason | Notice] = [] if reason is None else [reason]
        if match not in IDENTIFIED:
            told.append(Notice.UNATTRIBUTED)
        alerts = _alerts(match, reason, situation)
        return Decision(Outcome.GRANTED, match, notices=tuple(told + state), alerts=alerts)
    reason = _first_reason(RULES, scan, situation, policy)
    alerts = _alerts(match, reason, situation)
    if reason is None:
        notices = tuple(_notices(scan, situation, policy) + state)
        return Decision(Outcome.GRANTED, match, notices=notices, alerts=alerts)
    is_overridable = policy.policy.may_overrule(reason)
    return Decision(Outcome.DENIED, match, reason, tuple(state), alerts, is_overridable)
