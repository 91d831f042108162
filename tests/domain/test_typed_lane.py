"""The typed lane: a scanner's codes, once each, ours before others', and a flood of them as one count."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.lane_rules import RULES
from kiosk.domain.typed_lane import AMBIGUOUS, TOGETHER, TypedCode, TypedLane

OURS, OTHER = TypedCode("OURS", is_listed=True), TypedCode("OTHER", is_listed=True)
WIFI, URL = TypedCode("WIFI:S:fair;;"), TypedCode("http://sponsor.example/")


def foreign(n):
    return TypedCode(f"code {n}")


def test_a_double_send_is_one_and_two_seconds_later_it_counts_again():
    lane = TypedLane()
    assert lane.typed([OURS, OURS], 1.0) == (OURS,)
    assert lane.typed([OURS], 1.01) == ()
    assert lane.typed([OURS], 2.9) == ()
    assert lane.typed([OURS], 4.8) == (), "counted from when it was typed last"
    assert lane.typed([OURS], 6.8) == (OURS,)


def test_a_b_a_within_two_seconds_is_a_b():
    lane = TypedLane()
    said = [lane.typed([code], 0.9 * at) for at, code in enumerate([OURS, OTHER, OURS])]
    assert said == [(OURS,), (OTHER,), ()]


def test_of_a_burst_the_badge_on_the_list_counts_and_the_others_do_not():
    assert TypedLane().typed([WIFI, OURS, URL], 1.0) == (OURS,)
    assert TypedLane().typed([WIFI, URL], 1.0) == (WIFI, URL)


def test_several_badges_in_one_burst_each_count_and_a_line_of_two_is_ambiguous_once():
    lane = TypedLane()
    assert lane.typed([OURS, WIFI, OTHER], 1.0) == (OURS, OTHER)
    assert lane.typed([AMBIGUOUS, URL], 1.5) == (AMBIGUOUS,)
    assert lane.typed([AMBIGUOUS], 1.6) == ()


def test_of_piped_lines_each_badge_counts_and_what_comes_with_one_does_not():
    lane = TypedLane()
    assert lane.piped(WIFI, 1.0) == ()
    assert lane.piped(OURS, 1.01) == (OURS,)
    assert lane.piped(URL, 1.02) == ()
    assert lane.piped(OTHER, 1.03) == (OTHER,)
    assert lane.due(9.0) == lane.close() == ()


def test_a_piped_line_that_is_no_badge_is_said_after_a_moment_or_at_the_end():
    lane = TypedLane()
    assert lane.piped(WIFI, 1.0) == ()
    assert lane.due(1.0 + TOGETHER / 2) == ()
    assert lane.piped(URL, 1.0 + TOGETHER) == (WIFI,)
    assert lane.close() == (URL,)
    assert lane.close() == ()


def test_a_flood_is_a_few_and_one_count_and_lets_a_badge_through_at_once():
    lane = TypedLane()
    said = [code for n in range(10_000) for code in lane.typed([foreign(n)], 1.0 + n / 1000)]
    assert len(said) <= RULES.burst + RULES.rate * 10
    assert lane.throttled(11.0) == 0, "it is not over"
    assert lane.typed([OURS], 11.01) == (OURS,)
    assert lane.throttled(15.5) == 10_000 - len(said)
    assert lane.throttled(60.0) == lane.held_back() == 0


def test_what_is_held_back_at_the_end_is_counted():
    lane = TypedLane()
    lane.typed([foreign(n) for n in range(12)], 1.0)
    assert lane.held_back() == 12 - RULES.burst


def test_what_the_camera_presented_is_not_presented_again_by_a_scanner():
    lane = TypedLane()
    lane.note("OURS", 1.0)
    assert lane.has_said("OURS", 2.0)
    assert lane.typed([OURS], 2.0) == ()
    assert not lane.has_said("OURS", 4.0)


def test_what_could_not_be_decided_counts_when_it_is_typed_again():
    lane = TypedLane()
    lane.typed([OURS], 1.0)
    lane.forget("OURS")
    lane.forget("OURS")
    assert lane.typed([OURS], 1.5) == (OURS,)


bursts = st.lists(st.sampled_from([OURS, OTHER, WIFI, URL]), max_size=4)


@given(st.lists(st.tuples(bursts, st.sampled_from([0.0, 0.7, 2.0])), max_size=20))
def test_whatever_is_typed_no_code_counts_twice_within_two_seconds(history):
    lane, at, last = TypedLane(), 1.0, {}
    for codes, wait in history:
        for code in lane.typed(codes, at):
            assert at - last.get(code.text, -9.0) >= RULES.away
            last[code.text] = at
        at += wait
