"""Presence: the rules of the fold, one by one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from salon import SALON, instant

from kiosk.domain.journal import Act, Kind, micros, write_detail
from kiosk.domain.model import OUTSIDE, Direction, Outcome, Subject
from kiosk.domain.presence import (
    MOVED_ON,
    Closing,
    Whereabouts,
    after,
    before_detail,
    closing,
    closing_detail,
    count,
    fold,
)

ALICE, BAKARY = Subject(b"a" * 16), Subject(b"b" * 16)


def act(kind=Kind.SCAN, at="11 10:00", gate="NORTH", direction="in", **more):
    checkpoint = SALON.checkpoint(gate, Direction(direction))
    values = {
        "subject": ALICE,
        "outcome": Outcome.GRANTED,
        "zone_from": checkpoint.zone_from,
        "zone_to": checkpoint.zone_to,
        "recorded_at": micros(instant(at)),
    }
    return Act(kind=kind, occurred_at=micros(instant(at)), **(values | more))


def place(zone, at):
    moment = SALON.moment(instant(at), SALON.zone[zone].site)
    return Whereabouts(zone, moment.day, micros(instant(at)))


def test_a_granted_entry_puts_the_holder_into_the_zone():
    assert fold([act()], SALON) == {ALICE: place("PARC", "11 10:00")}


def test_an_exit_to_the_outside_leaves_no_presence():
    assert fold([act(), act(direction="out", at="11 12:00")], SALON) == {}


def test_leaving_an_inner_zone_leads_into_the_one_around_it():
    acts = [act(gate="HALL"), act(gate="HALL", direction="out", at="11 11:00")]
    assert fold(acts, SALON) == {ALICE: place("PARC", "11 11:00")}


def test_entering_another_zone_leaves_the_first():
    assert fold([act(gate="HALL"), act(gate="DEPOT", at="11 11:00")], SALON) == {
        ALICE: place("DEPOT", "11 11:00")
    }


def test_a_denied_scan_moves_nobody():
    assert fold([act(), act(gate="VIP", at="11 11:00", outcome=Outcome.DENIED)], SALON) == {
        ALICE: place("PARC", "11 10:00")
    }


def test_an_exit_without_an_identified_badge_moves_nobody():
    assert fold([act(), act(direction="out", subject=None)], SALON) == {ALICE: place("PARC", "11 10:00")}


def test_an_override_moves_like_a_granted_scan():
    assert fold([act(Kind.OVERRIDE, gate="HALL")], SALON) == {ALICE: place("HALL", "11 10:00")}


def test_other_kinds_move_nobody():
    assert fold([act(Kind.PRINT), act(Kind.STATUS, subject=None), act(zone_to=None)], SALON) == {}


def test_turned_back_leads_back_to_where_one_came_from():
    back = act(Kind.TURNED_BACK, gate="HALL", direction="out", at="11 10:01")
    assert fold([act(), act(gate="HALL"), back], SALON) == {ALICE: place("PARC", "11 10:01")}


def test_turned_back_after_one_has_gone_on_changes_nothing():
    back = act(Kind.TURNED_BACK, direction="out", at="11 10:30")
    assert fold([act(), act(gate="HALL", at="11 10:20"), back], SALON) == {ALICE: place("HALL", "11 10:20")}
    assert after(None, back, SALON) is None


def undo(scan, before, at="11 12:30"):
    """Return the record that undoes a scan which had found its subject somewhere."""
    undone = {"zone_from": scan.zone_to, "zone_to": scan.zone_from, "outcome": None}
    return act(Kind.TURNED_BACK, at=at, detail=before_detail(before), **undone)


GATES = [gate.id for gate in SALON.gates]
PLACES = [None, *(place(zone, at) for zone in sorted(SALON.zone) for at in ("11 09:00", "11 11:59"))]


@given(st.sampled_from(PLACES), st.sampled_from(GATES), st.sampled_from(Direction))
def test_a_passage_that_is_undone_leaves_everybody_where_they_were(before, gate, direction):
    scan = act(gate=gate, direction=direction, at="11 12:00")
    assert after(after(before, scan, SALON), undo(scan, before), SALON) == before


def test_an_undone_exit_leaves_the_person_inside_also_by_records_that_do_not_keep_where():
    left = act(direction="out", at="11 12:00")
    undone = act(Kind.TURNED_BACK, at="11 12:01")
    assert fold([act(), left, undone], SALON) == {ALICE: place("PARC", "11 12:01")}


@pytest.mark.parametrize("since", ["in", "out"])
def test_a_passage_undone_after_the_next_one_moves_nobody(since):
    scan = act(direction="out", at="11 12:00")
    later = act(direction=since, at="11 12:10")
    place_now = fold([act(), scan, later], SALON)
    gone_on = act(Kind.TURNED_BACK, at="11 12:20", detail=MOVED_ON)
    assert fold([act(), scan, later, gone_on], SALON) == place_now


def test_an_undone_passage_leads_back_to_no_zone_that_the_event_does_not_have():
    scan = act(direction="out", at="11 12:00")
    assert after(None, undo(scan, Whereabouts("GONE", date(2025, 11, 11), 1)), SALON) is None
    odd = act(Kind.TURNED_BACK, detail=write_detail({"zone": "PARC"}))
    assert after(None, odd, SALON).zone == "PARC"
    assert odd.zone_from == OUTSIDE


def test_what_is_entered_late_from_paper_does_not_overrule_what_happened_after():
    late = act(gate="HALL", at="11 09:00", recorded_at=micros(instant("11 18:00")))
    assert fold([act(at="11 10:00"), late], SALON) == {ALICE: place("PARC", "11 10:00")}


def test_a_clock_put_back_does_not_freeze_presence():
    assert fold([act(at="12 10:00"), act(gate="HALL", at="11 09:00")], SALON) == {
        ALICE: place("HALL", "11 09:00")
    }


def test_a_zone_that_the_event_does_not_have_is_nowhere():
    assert after(place("PARC", "11 10:00"), act(zone_to="GONE", zone_from=None), SALON) is None


def test_the_day_s_end_closes_what_earlier_days_left_inside_a_zone_and_no_more():
    end = act(
        Kind.PRESENCE_CLOSED,
        at="12 04:00",
        subject=None,
        zone_from="HALL",
        zone_to=None,
        detail=closing_detail(date(2025, 11, 12)),
    )
    assert closing(end) == Closing("HALL", date(2025, 11, 12))
    assert closing(act()) is None
    early = act(at="12 04:00", gate="HALL", subject=BAKARY)
    assert fold([act(gate="VIP"), early, end], SALON) == {BAKARY: place("HALL", "12 04:00")}
    assert fold([act(gate="DEPOT"), end], SALON) == {ALICE: place("DEPOT", "11 10:00")}


def test_a_zone_counts_those_of_its_sub_zones_on_that_day():
    places = [place("VIP", "11 10:00"), place("HALL", "11 10:00"), place("PARC", "12 10:00")]
    assert count(places, SALON, date(2025, 11, 11)) == {"VIP": 1, "HALL": 2, "PARC": 2}
