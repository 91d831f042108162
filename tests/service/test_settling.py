"""Settling: a refused person set aside, sent on, or let in by a supervisor under a record of its own."""

import pytest
from fairground import enrol, found_station
from gate.props import acts, post_at

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.model import BadgeState, Method, Outcome
from kiosk.domain.roles import Actor, NotAllowedError, Role
from kiosk.domain.tray import Settlement
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.settling import LONGEST_WHY, Overruling, overrule, set_aside, settle
from kiosk.service.people.desk import block
from kiosk.service.people.finding import the_one
from kiosk.service.posts.tray import waiting
from kiosk.store.journal import text_of
from kiosk.store.presence import place_of

GATE = Actor("aa" * 16, frozenset({Role.GATE}))
SUPERVISOR = Actor("bb" * 16, frozenset({Role.SUPERVISOR}))
SECURITY = Actor("cc" * 16, frozenset({Role.SECURITY}))


@pytest.fixture
def station(tmp_path):
    station = found_station(tmp_path)
    yield station
    station.close()


@pytest.fixture
def post(station):
    return post_at(station, "A", "in")


def refused(post, name="Awa", state=BadgeState.ISSUED):
    """Somebody whose badge is not in force yet: this event lets a supervisor overrule that."""
    came = enrol(post.station, name, state=state)
    admitted = post.admission.admit(Presented(came.text, Method.WEDGE))
    assert admitted.decision.outcome is Outcome.DENIED
    return came, admitted.seq


def place(station, subject):
    with station.database.read() as connection:
        return place_of(connection, subject)


def overrule_as(post, actor, seq, why="minister's guest"):
    return overrule(post.station.acting_as(actor), post.timekeeper, Overruling(seq, why))


def test_a_supervisor_lets_in_who_was_set_aside_and_the_scan_stays_denied(station, post):
    came, seq = refused(post)
    set_aside(station.acting_as(GATE), seq)
    (case,) = waiting(station.acting_as(SUPERVISOR))
    assert (case.scan, case.name, case.reason, case.can_be_let_in) == (seq, "Awa TRAORÉ", "not_issued", True)
    recorded = overrule_as(post, SUPERVISOR, seq)
    found = acts(station)
    override = found[recorded]
    assert (override.kind, override.outcome, override.reason) == (Kind.OVERRIDE, "granted", "not_issued")
    assert (override.operator, override.answers.seq) == (SUPERVISOR.account, seq)
    assert found[seq].outcome is Outcome.DENIED
    assert place(station, came.subject).zone == "PARC"
    assert waiting(station) == ()
    with station.database.read() as connection:
        assert text_of(connection, station.journal, recorded)[1] == "minister's guest"


def test_30_an_override_needs_a_reason_and_cannot_be_undone_or_given_twice(station, post):
    """Checklist 30."""
    _, seq = refused(post)
    set_aside(station, seq)
    for nothing in ("", " \n "):
        with pytest.raises(KioskError):
            overrule_as(post, SUPERVISOR, seq, nothing)
    recorded = overrule_as(post, SUPERVISOR, seq, "x " * LONGEST_WHY)
    with station.database.read() as connection:
        assert len(text_of(connection, station.journal, recorded)[1]) == LONGEST_WHY
    for again in (
        lambda: overrule_as(post, SUPERVISOR, seq),
        lambda: settle(station, seq, Settlement.GONE),
        lambda: set_aside(station, seq),
        lambda: post.admission.turn_back(recorded),
    ):
        with pytest.raises(KioskError):
            again()
    assert len(acts(station)) == recorded + 1


def test_a_steward_sets_aside_and_settles_nothing(station, post):
    _, seq = refused(post)
    steward = station.acting_as(GATE)
    set_aside(steward, seq)
    before = len(acts(station))
    with pytest.raises(NotAllowedError):
        settle(steward, seq, Settlement.DESK)
    with pytest.raises(NotAllowedError):
        overrule_as(post, GATE, seq)
    with pytest.raises(NotAllowedError):
        waiting(steward)
    assert len(acts(station)) == before


@pytest.mark.parametrize("how", Settlement)
def test_a_case_that_is_settled_leaves_the_tray_and_lets_nobody_in(station, post, how):
    came, seq = refused(post)
    set_aside(station, seq)
    settle(station.acting_as(SUPERVISOR), seq, how)
    assert acts(station)[-1].kind is Kind.SETTLED
    assert waiting(station) == ()
    assert place(station, came.subject) is None
    with pytest.raises(KioskError):
        overrule_as(post, SUPERVISOR, seq)


def test_only_a_refusal_is_set_aside_and_only_once(station, post):
    let_in = post.admission.admit(Presented(enrol(station, "Ben").text, Method.WEDGE)).seq
    _, seq = refused(post)
    set_aside(station, seq)
    for wrong in (let_in, seq, 0, seq + 99):
        with pytest.raises(KioskError):
            set_aside(station, wrong)
    assert [case.scan for case in waiting(station)] == [seq]


def test_who_was_not_set_aside_is_not_let_in(post):
    _, seq = refused(post)
    for wrong in (seq, 0, seq + 99):
        with pytest.raises(KioskError):
            overrule_as(post, SUPERVISOR, wrong)


def test_a_forged_code_waits_but_is_never_let_in(station, post):
    seq = post.admission.admit(Presented("https://example.org/", Method.WEDGE)).seq
    set_aside(station, seq)
    (case,) = waiting(station)
    assert (case.name, case.subject, case.can_be_let_in) == ("", None, False)
    with pytest.raises(KioskError):
        overrule_as(post, SECURITY, seq)
    settle(station, seq, Settlement.GONE)


def test_who_is_blocked_meanwhile_is_not_let_in(station, post):
    _, seq = refused(post)
    set_aside(station, seq)
    block(station, the_one(station, "Awa").person)
    with pytest.raises(KioskError):
        overrule_as(post, SUPERVISOR, seq)
    assert [case.scan for case in waiting(station)] == [seq]
