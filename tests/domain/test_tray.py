"""The tray: what opens and closes a case, and who may overrule what."""

from dataclasses import replace

import pytest
from salon import SALON

from kiosk.domain.journal import Act, Entry, Kind, Life, Reference, write_detail
from kiosk.domain.model import Direction, Outcome, Reason
from kiosk.domain.roles import Action
from kiosk.domain.tray import CALL, Case, is_refused_entry, needed_to_overrule, open_calls, open_cases

LIFE = Life(bytes(16), bytes(16), bytes(16))


def answering(kind, scan, at):
    return Entry(LIFE, at, Act(kind, at, at, answers=Reference(LIFE.station, LIFE.id, scan)))


def test_a_case_is_open_from_set_aside_until_it_is_settled_or_overruled():
    aside = [answering(Kind.SET_ASIDE, scan, 10 + scan) for scan in (1, 2, 3)]
    assert open_cases(aside) == (Case(1, 11), Case(2, 12), Case(3, 13))
    closed = [answering(Kind.SETTLED, 1, 20), answering(Kind.OVERRIDE, 3, 21)]
    assert open_cases(aside + closed) == (Case(2, 12),)


def test_what_answers_no_scan_and_what_settles_nothing_changes_nothing():
    other = [
        Entry(LIFE, 1, Act(Kind.SET_ASIDE, 1, 1)),
        answering(Kind.PARTY, 1, 2),
        answering(Kind.SETTLED, 9, 3),
    ]
    assert open_cases([answering(Kind.SET_ASIDE, 1, 0), *other]) == (Case(1, 0),)


def test_a_call_waits_until_a_supervisor_answers_it():
    calls = [Entry(LIFE, seq, Act(Kind.ALARM, seq, seq, detail=write_detail(CALL))) for seq in (1, 2)]
    other = [Entry(LIFE, 3, Act(Kind.ALARM, 3, 3)), Entry(LIFE, 4, Act(Kind.SETTLED, 4, 4))]
    assert open_calls([*calls, *other, answering(Kind.SETTLED, 1, 5)]) == (calls[1],)
    assert open_cases(calls) == ()


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({}, True),
        ({"outcome": Outcome.GRANTED}, False),
        ({"kind": Kind.TURNED_BACK}, False),
        ({"direction": Direction.OUT}, False),
    ],
)
def test_only_a_denied_scan_at_an_entry_is_a_case(change, holds):
    scan = Act(Kind.SCAN, 1, 1, direction=Direction.IN, outcome=Outcome.DENIED)
    assert is_refused_entry(replace(scan, **change)) is holds


def overruling(*reasons):
    return replace(SALON, policy=replace(SALON.policy, overridable=frozenset(reasons)))


@pytest.mark.parametrize("reason", Reason)
def test_nothing_is_overruled_that_the_event_does_not_name(reason):
    assert needed_to_overrule(reason, overruling()) is None


@pytest.mark.parametrize("reason", [Reason.INVALID, Reason.FORGED, Reason.REVOKED, Reason.AMBIGUOUS])
def test_no_event_makes_these_overridable(reason):
    assert needed_to_overrule(reason, overruling(*Reason)) is None


def test_a_blocked_person_is_let_in_by_security_alone():
    event = overruling(*Reason)
    assert needed_to_overrule(Reason.BLOCKED, event) is Action.UNBLOCK
    assert needed_to_overrule(Reason.PASSBACK, event) is Action.OVERRIDE
    assert needed_to_overrule(None, event) is None
