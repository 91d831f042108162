"""The lane's tests: each badge held up is presented once, and nothing else is."""

from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.domain.lane import RULES, Corners, Lane, LaneKind, LaneRules, Presentation, Sight

SIZE = (1280, 720)
MIDDLE = (640.0, 360.0)
A, B, C = ("A" * 20, "B" * 20, "C" * 20)
POSTER = "https://salon.example"


def is_ours(text: str) -> bool:
    return len(text) == 20


def box(centre=MIDDLE, side: float = 120.0) -> Corners:
    (x, y), half = centre, side / 2
    return ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))


def sight(text: str | None, centre=MIDDLE, side: float = 120.0) -> Sight:
    return Sight(text, box(centre, side))


def watch(lane: Lane, frames: Iterable[tuple[float, list[Sight]]]) -> list[Presentation]:
    return [said for at, sights in frames for said in lane.see(sights, at, SIZE)]


def held(sights: list[Sight], start: float, end: float, step: float = 0.1) -> list[tuple[float, list[Sight]]]:
    count = round((end - start) / step)
    return [(start + n * step, sights) for n in range(count + 1)]


def said(presentations: list[Presentation]) -> list[tuple[LaneKind, str | None]]:
    return [(one.kind, one.text) for one in presentations]


def test_a_code_is_presented_in_the_first_frame_that_shows_it() -> None:
    assert Lane(is_ours).see([sight(A)], 7.0, SIZE) == (Presentation(LaneKind.PRESENTED, A, 1, 7.0, box()),)


def test_line_24_the_same_code_held_for_ten_seconds_is_one_presentation() -> None:
    assert said(watch(Lane(is_ours), held([sight(A)], 0, 10))) == [(LaneKind.PRESENTED, A)]


def test_a_code_that_the_reader_misses_in_most_frames_is_still_one_presentation() -> None:
    frames = [(n * 0.1, [sight(A)] if n % 15 == 0 else []) for n in range(100)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


@pytest.mark.parametrize(("away", "count"), [(1.9, 1), (2.0, 2), (9.0, 2)])
def test_two_seconds_away_arm_a_code_again(away: float, count: int) -> None:
    frames = [(0.0, [sight(A)]), *held([], 0.1, away - 0.1), (away, [sight(A)])]
    assert len(watch(Lane(is_ours), frames)) == count


def test_a_then_b_then_a_inside_two_seconds_is_a_and_b() -> None:
    frames = [*held([sight(A)], 0, 0.3), *held([sight(B)], 0.4, 0.8), *held([sight(A)], 0.9, 1.6)]
    assert said(watch(Lane(is_ours), frames)) == [
        (LaneKind.PRESENTED, A),
        (LaneKind.PRESENTED, B),
    ]


def test_b_held_up_beside_the_place_of_a_is_presented_once_a_is_out_of_view() -> None:
    frames = [*held([sight(A)], 0, 0.3), *held([sight(B, (300, 360))], 0.4, 1.0)]
    presentations = watch(Lane(is_ours), frames)
    assert said(presentations) == [(LaneKind.PRESENTED, A), (LaneKind.PRESENTED, B)]
    assert presentations[1].at == pytest.approx(0.8)


# A gap is no absence


@pytest.mark.parametrize("gap", [0.6, 2.0, 2.9, 60.0])
def test_a_badge_that_is_there_before_and_after_a_gap_is_presented_once(gap: float) -> None:
    frames = [*held([sight(A)], 0, 1), *held([sight(A)], 1 + gap, 3 + gap)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


@pytest.mark.parametrize(("away", "count"), [(1.8, 1), (2.2, 2)])
def test_after_a_gap_two_seconds_of_pictures_without_the_badge_arm_it(away: float, count: int) -> None:
    frames = [(0.0, [sight(A)]), *held([], 10, 10 + away), (10.1 + away, [sight(A)])]
    assert len(watch(Lane(is_ours), frames)) == count


def test_a_gap_between_pictures_without_the_badge_counts_for_nothing() -> None:
    frames = [(0.0, [sight(A)]), *held([], 0.1, 0.9), *held([], 5, 5.8), (5.9, [sight(A)])]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


def test_frame_time_that_goes_back_is_a_gap() -> None:
    lane = Lane(is_ours)
    frames = [(5.0, [sight(A)]), (0.0, [sight(A)]), *held([], 0.1, 1.8), (1.9, [sight(A)])]
    assert said(watch(lane, frames)) == [(LaneKind.PRESENTED, A)]
    assert said(watch(lane, [*held([], 2.1, 4.2), (4.3, [sight(A)])])) == [(LaneKind.PRESENTED, A)]


def test_after_a_gap_nobody_waits_for_who_was_there_before_it() -> None:
    frames = [*held([sight(A)], 0, 1), *held([sight(B, (800, 360))], 4, 5)]
    presentations = watch(Lane(is_ours), frames)
    assert [(one.text, one.at) for one in presentations] == [(A, 0.0), (B, 4.0)]


def test_a_slow_camera_arms_by_the_number_of_its_pictures() -> None:
    lane = Lane(is_ours)
    watch(lane, [(0.0, [sight(A)])])
    assert said(watch(lane, [*((float(n), []) for n in range(1, 8)), (8.0, [sight(A)])])) == [
        (LaneKind.PRESENTED, A)
    ]


def test_a_badge_that_is_located_and_not_read_is_not_away() -> None:
    glare = [sight(None, (645, 365), 110)]
    frames = [(0.0, [sight(A)]), *held(glare, 0.1, 4), *held([sight(A)], 4.1, 5)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


def test_what_is_located_where_a_badge_was_does_not_keep_it_from_being_armed_for_ever() -> None:
    frames = [(0.0, [sight(A)]), *held([sight(None)], 0.1, 9), *held([sight(A)], 9.1, 10)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)] * 2


def test_a_badge_that_is_held_too_far_away_is_not_away() -> None:
    frames = [(0.0, [sight(A)]), *held([sight(A, side=20)], 0.1, 4), *held([sight(A)], 4.1, 5)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


# Which of several


def test_line_23_two_comparable_badges_are_ambiguous_and_neither_is_admitted() -> None:
    frames = held([sight(A, (500, 360)), sight(B, (780, 360), 100)], 0, 5)
    presentations = watch(Lane(is_ours), frames)
    assert presentations == [Presentation(LaneKind.AMBIGUOUS, None, 2, pytest.approx(0.3), box((500, 360)))]


def test_line_23_two_badges_that_are_never_read_in_one_frame_are_ambiguous_too() -> None:
    pair = [[sight(A, (500, 360))], [sight(B, (780, 360))]]
    frames = [(n * 0.1, pair[(n + 1) % 2] if n else []) for n in range(30)]
    lane = Lane(is_ours)
    assert said(watch(lane, [(0.0, [sight(A, (500, 360)), sight(B, (780, 360))]), *frames[1:2]])) == []
    assert (LaneKind.AMBIGUOUS, None) in said(watch(lane, frames[2:]))


def test_two_badges_told_apart_only_by_turns_become_ambiguous_after_a_second() -> None:
    lane = Lane(is_ours)
    presentations = watch(
        lane, [(n * 0.1, [sight(B, (780, 360)) if n % 2 else sight(A, (500, 360))]) for n in range(20)]
    )
    assert said(presentations) == [(LaneKind.PRESENTED, A), (LaneKind.AMBIGUOUS, None)]
    assert presentations[1].at == pytest.approx(1.1)


def test_an_ambiguity_is_said_again_only_after_two_seconds_without_one() -> None:
    pair = [sight(A, (500, 360)), sight(B, (780, 360))]
    frames = [*held(pair, 0, 1), *held([], 1.1, 2.4), *held(pair, 2.5, 3.5)]
    frames += [*held([], 3.6, 5.9), *held(pair, 6, 7)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.AMBIGUOUS, None)] * 2


def test_of_an_ambiguous_pair_the_one_that_stays_is_presented() -> None:
    frames = [
        *held([sight(A, (500, 360)), sight(B, (780, 360))], 0, 1),
        *held([sight(A, (500, 360))], 1.1, 2),
    ]
    assert said(watch(Lane(is_ours), frames)) == [
        (LaneKind.AMBIGUOUS, None),
        (LaneKind.PRESENTED, A),
    ]


def test_two_codes_that_were_both_presented_are_no_ambiguity() -> None:
    frames = [*held([sight(A)], 0, 0.3), *held([sight(B)], 0.4, 0.8)]
    both = held([sight(A, (500, 360)), sight(B, (780, 360))], 0.9, 2)
    assert len(watch(Lane(is_ours), [*frames, *both])) == 2


def test_line_23_a_badge_held_before_a_crowd_is_the_one_presented() -> None:
    crowd = [sight(B, (400, 300), 60), sight(C, (800, 300), 70)]
    assert said(watch(Lane(is_ours), held([*crowd, sight(A)], 0, 3))) == [(LaneKind.PRESENTED, A)]


def test_line_23_the_crowd_is_not_presented_when_the_badge_before_it_leaves() -> None:
    crowd = [sight(B, (400, 300), 60)]
    frames = [*held([*crowd, sight(A)], 0, 1), *held(crowd, 1.1, 9)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


def test_who_stood_behind_is_presented_on_coming_nearer() -> None:
    frames = [*held([sight(B, (400, 300), 60), sight(A)], 0, 1), *held([sight(B, (500, 300), 100)], 1.1, 2)]
    assert said(watch(Lane(is_ours), frames)) == [
        (LaneKind.PRESENTED, A),
        (LaneKind.PRESENTED, B),
    ]


def test_what_is_too_small_to_be_held_up_is_not_presented() -> None:
    assert watch(Lane(is_ours), held([sight(A, side=30)], 0, 3)) == []


def test_a_large_code_at_the_edge_is_not_preferred_to_one_in_the_middle() -> None:
    frames = held([sight(B, (80, 360), 140), sight(A)], 0, 1)
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


def test_a_code_alone_at_the_edge_is_presented() -> None:
    assert said(watch(Lane(is_ours), held([sight(B, (80, 360))], 0, 1))) == [(LaneKind.PRESENTED, B)]


def test_a_badge_left_lying_in_view_does_not_make_the_next_one_ambiguous() -> None:
    lying = sight(A, (400, 500))
    frames = [*held([lying], 0, 6), *held([lying, sight(B, (800, 360))], 6.1, 8)]
    assert said(watch(Lane(is_ours), frames)) == [
        (LaneKind.PRESENTED, A),
        (LaneKind.PRESENTED, B),
    ]


def test_the_same_code_twice_in_a_frame_is_one_badge() -> None:
    frames = held([sight(A, (500, 360)), sight(A, (780, 360), 100)], 0, 1)
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


def test_a_small_code_waits_a_moment_for_a_large_one_that_is_not_read_yet() -> None:
    unread = sight(None, (500, 360), 200)
    lane = Lane(is_ours)
    frames = [
        (0.0, [unread, sight(B, (900, 360), 60)]),
        (0.1, [sight(A, (500, 360), 200), sight(B, (900, 360), 60)]),
    ]
    assert said(watch(lane, frames)) == [(LaneKind.PRESENTED, A)]


def test_what_is_never_read_does_not_block_the_lane() -> None:
    unread = sight(None, (500, 360), 200)
    presentations = watch(Lane(is_ours), held([unread, sight(B, (900, 360), 60)], 0, 1))
    assert said(presentations) == [(LaneKind.PRESENTED, B)]
    assert presentations[0].at == pytest.approx(0.3)


def test_a_smaller_unread_code_or_one_at_the_same_place_is_not_waited_for() -> None:
    assert Lane(is_ours).see([sight(None, (300, 360), 40), sight(A)], 0.0, SIZE)
    assert Lane(is_ours).see([sight(None), sight(A)], 0.0, SIZE)


def test_an_unread_code_that_has_left_is_not_waited_for() -> None:
    lane = Lane(is_ours)
    assert lane.see([sight(None, (300, 360))], 0.0, SIZE) == ()
    assert lane.see([sight(None, (300, 360))], 0.1, SIZE) == ()
    assert said(list(lane.see([sight(A)], 0.6, SIZE))) == [(LaneKind.PRESENTED, A)]


def test_what_was_located_in_one_frame_only_is_waited_for_a_moment() -> None:
    badge = sight(B, (900, 360), 60)
    frames = [(0.0, [sight(None, (500, 360), 200), badge]), *held([badge], 0.05, 1, 0.05)]
    (presentation,) = watch(Lane(is_ours), frames)
    assert (presentation.text, presentation.at) == (B, pytest.approx(0.1))


def test_what_is_located_somewhere_else_in_every_frame_does_not_block_the_lane() -> None:
    places = [(150, 360), (450, 200), (150, 600)]
    frames = [(n * 0.05, [sight(None, places[n % 3], 100), sight(B, (900, 360), 60)]) for n in range(20)]
    (presentation,) = watch(Lane(is_ours, LaneRules(memory=0.09)), frames)
    assert (presentation.text, presentation.at) == (B, pytest.approx(0.3))


@pytest.mark.parametrize("place", [(500.0, 360.0), (560.0, 400.0)])
def test_a_place_where_another_code_was_read_a_moment_ago_is_not_waited_for(place) -> None:
    lane = Lane(is_ours)
    lane.see([sight(POSTER, (500, 360), 100)], 0.0, SIZE)
    frame = [sight(None, place, 100), sight(B, (900, 360), 60)]
    assert said(list(lane.see(frame, 0.3, SIZE))) == [(LaneKind.PRESENTED, B)]


def test_two_codes_that_do_not_touch_are_two_and_the_unread_one_is_waited_for() -> None:
    lane = Lane(is_ours)
    lane.see([sight(POSTER, (500, 360), 100)], 0.0, SIZE)
    assert lane.see([sight(None, (601, 360), 100), sight(B, (900, 360), 60)], 0.3, SIZE) == ()


def test_a_poster_that_is_only_located_now_is_not_waited_for() -> None:
    lane = Lane(is_ours)
    watch(lane, held([sight(POSTER, (200, 200))], 0, 5))
    frame = [sight(None, (205, 200)), sight(A, side=100)]
    assert said(list(lane.see(frame, 9.0, SIZE))) == [(LaneKind.PRESENTED, A)]


# Who holds the badge up comes first

SMALL = 50.0


def test_a_large_badge_alone_is_presented_in_its_first_frame_and_a_small_one_waits() -> None:
    assert Lane(is_ours).see([sight(A, side=60)], 0.0, SIZE)
    (presentation,) = watch(Lane(is_ours), held([sight(A, side=SMALL)], 0, 2, 0.05))
    assert presentation.at == pytest.approx(0.2)


def test_a_badge_at_a_distance_that_shows_in_one_frame_is_nobody_who_presents() -> None:
    assert watch(Lane(is_ours), [(0.0, [sight(A, side=SMALL)]), *held([], 0.05, 2, 0.05)]) == []


def test_a_badge_at_a_distance_that_goes_past_is_nobody_who_presents() -> None:
    for pixels in (75, 25, 14):  # a frame, at 0.9 m: 0.9, 0.3 and 0.17 m a second
        frames = [(n / 15, [sight(A, (60 + pixels * n, 360), SMALL)]) for n in range(16)]
        assert watch(Lane(is_ours), frames) == []


def test_a_badge_at_a_distance_that_sways_in_the_hand_is_presented() -> None:
    frames = [(n / 15, [sight(A, (640 + 30 * (n % 2), 360), SMALL)]) for n in range(6)]
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


@pytest.mark.parametrize("later", [0.03, 0.1, 0.17])
def test_who_stands_behind_and_is_read_a_moment_earlier_is_not_presented(later: float) -> None:
    behind = sight(B, (300, 300), SMALL)
    frames = [*held([behind], 0, later, 0.01), *held([behind, sight(A)], later + 0.02, 1.2, 0.05)]
    assert said(watch(Lane(is_ours), [*frames, *held([behind], 1.3, 3)])) == [(LaneKind.PRESENTED, A)]


def test_who_stood_behind_is_presented_at_once_on_holding_the_badge_up() -> None:
    behind = sight(B, (300, 300), SMALL)
    frames = [*held([behind, sight(A)], 0, 1), *held([behind], 1.1, 1.6), (1.7, [sight(B, side=110)])]
    presentations = watch(Lane(is_ours), frames)
    assert [(one.text, one.at) for one in presentations] == [(A, 0.0), (B, 1.7)]


# Not ours


def test_a_foreign_code_is_said_once_when_held_alone_for_half_a_second() -> None:
    presentations = watch(Lane(is_ours), held([sight(POSTER)], 0, 5))
    assert said(presentations) == [(LaneKind.FOREIGN, POSTER)]
    assert presentations[0].at == pytest.approx(0.5)


def test_a_foreign_code_that_passes_by_is_not_said() -> None:
    assert watch(Lane(is_ours), [*held([sight(POSTER)], 0, 0.4), *held([], 0.5, 3)]) == []


def test_a_foreign_code_seen_in_pieces_was_not_held() -> None:
    assert (
        watch(Lane(is_ours), [(0.0, [sight(POSTER)]), (0.7, [sight(POSTER)]), (1.4, [sight(POSTER)])]) == []
    )


def test_a_foreign_code_is_ignored_while_one_of_ours_is_in_view() -> None:
    frames = held([sight(POSTER, (500, 360)), sight(A, (780, 360))], 0, 5)
    assert said(watch(Lane(is_ours), frames)) == [(LaneKind.PRESENTED, A)]


def test_line_23_a_poster_that_does_not_move_is_learnt_and_is_no_visitor() -> None:
    lane, poster = Lane(is_ours), sight(POSTER, (200, 200))
    assert said(watch(lane, held([poster], 0, 5))) == [(LaneKind.FOREIGN, POSTER)]
    later = [*held([sight(A)], 5.1, 8), *held([], 8.1, 12), *held([poster], 12.1, 20)]
    assert said(watch(lane, later)) == [(LaneKind.PRESENTED, A)]


def test_a_poster_stays_learnt_over_a_gap() -> None:
    lane, poster = Lane(is_ours), sight(POSTER, (200, 200))
    watch(lane, held([poster], 0, 5))
    assert watch(lane, held([poster], 60, 63)) == []


def test_a_poster_that_is_carried_away_is_a_visitor_again() -> None:
    lane = Lane(is_ours)
    watch(lane, held([sight(POSTER, (200, 200))], 0, 5))
    assert said(watch(lane, held([sight(POSTER)], 6, 7))) == [(LaneKind.FOREIGN, POSTER)]


def test_only_so_many_posters_are_remembered() -> None:
    lane = Lane(is_ours, LaneRules(backgrounds=1))
    first, second = sight("one", (200, 200)), sight("two", (800, 200))
    watch(lane, [*held([first], 0, 5), *held([second], 8, 13)])
    assert said(watch(lane, held([second], 16, 17))) == []
    assert said(watch(lane, held([first], 20, 21))) == [(LaneKind.FOREIGN, "one")]


# Too fast


def random_codes(count: int, start: float = 0.0) -> list[tuple[float, list[Sight]]]:
    return [(start + n * 0.1, [sight(f"{n:020d}")]) for n in range(count)]


def test_line_24_ten_random_codes_a_second_are_throttled_to_one_counted_record() -> None:
    lane = Lane(is_ours)
    presentations = watch(lane, [*random_codes(100), *held([], 10, 16)])
    shown = [one for one in presentations if one.kind is LaneKind.PRESENTED]
    counted = [one for one in presentations if one.kind is LaneKind.THROTTLED]
    assert len(shown) <= RULES.burst + 10 * RULES.rate
    assert [one.count for one in counted] == [100 - len(shown)]


def test_line_24_after_a_flood_the_next_badge_is_presented_within_a_second() -> None:
    lane = Lane(is_ours)
    watch(lane, random_codes(100))
    presentations = watch(lane, held([sight(A)], 10, 11))
    assert said(presentations) == [(LaneKind.PRESENTED, A)]


def test_an_endless_flood_is_counted_every_minute() -> None:
    presentations = watch(Lane(is_ours), random_codes(1300))
    assert [one.kind for one in presentations].count(LaneKind.THROTTLED) == 2  # in 130 s


def test_the_end_of_a_source_says_what_was_held_back() -> None:
    lane = Lane(is_ours)
    shown = watch(lane, random_codes(20))
    assert [one.count for one in lane.close()] == [20 - len(shown)]
    assert lane.close() == ()


# Laws

FRAMES = st.lists(
    st.tuples(
        st.sampled_from([0.05, 0.1, 0.5, 1.0, 2.5]),
        st.lists(
            st.tuples(
                st.sampled_from([A, B, POSTER, None]),
                st.sampled_from([(640.0, 360.0), (300.0, 360.0), (60.0, 60.0)]),
                st.sampled_from([20.0, 60.0, 120.0, 200.0]),
            ),
            max_size=3,
        ),
    ),
    max_size=40,
)


@settings(max_examples=200)
@given(FRAMES)
def test_a_code_is_said_only_while_in_view_and_never_twice_without_having_been_away(frames) -> None:
    lane, at = Lane(is_ours), 0.0
    seen: dict[str | None, float] = {}
    last_said: dict[str | None, float] = {}
    for step, shown in frames:
        at += step
        gone = {text for text, last in seen.items() if at - last >= RULES.away}
        for text in gone:
            last_said.pop(text, None)
        sights = [sight(*one) for one in shown]
        seen |= {one.text: at for one in sights if one.side >= RULES.smallest * 1280}
        for presentation in lane.see(sights, at, SIZE):
            if presentation.kind in {LaneKind.PRESENTED, LaneKind.FOREIGN}:
                assert at - seen[presentation.text] <= RULES.memory
                assert is_ours(str(presentation.text)) == (presentation.kind is LaneKind.PRESENTED)
                if presentation.kind is LaneKind.PRESENTED:
                    assert presentation.text not in last_said
                last_said[presentation.text] = at
            else:
                assert presentation.text is None


@settings(max_examples=100)
@given(st.lists(st.sampled_from([[A], [B], [A, B], []]), min_size=4, max_size=60))
def test_line_23_while_two_comparable_badges_are_read_together_none_is_presented(flickers) -> None:
    lane = Lane(is_ours)
    where = {A: (500.0, 360.0), B: (780.0, 360.0)}
    lane.see([sight(text, where[text]) for text in (A, B)], 0.0, SIZE)
    seen = {A: 0.0, B: 0.0}
    for n, texts in enumerate(flickers, 1):
        at = n * 0.1
        seen |= dict.fromkeys(texts, at)
        for presentation in lane.see([sight(text, where[text]) for text in texts], at, SIZE):
            assert presentation.kind is LaneKind.AMBIGUOUS or at - min(seen.values()) > RULES.memory


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([1 / 30, 0.07, 0.2, 0.51, 1.0, 2.2, 2.9, 8.0, -3.0]),
            st.sampled_from([[sight(A)], [], [sight(None)], [sight(A, (900, 200), 90)]]),
        ),
        max_size=60,
    )
)
@example(
    [
        (0.51, [sight(A)]),
        *[(0.51, [])] * 3,
        (0.51, [sight(None)]),
        (1 / 30, [sight(A, (900, 200), 90)]),
        (1 / 30, [sight(A)]),
    ]
)
def test_a_badge_is_presented_again_only_after_two_seconds_of_pictures_without_it(pictures) -> None:
    lane, at, before = Lane(is_ours), 0.0, 0.0
    assert len(lane.see([sight(A)], at, SIZE)) == 1
    without, is_armed = 0.0, False
    for step, sights in pictures:
        at += step
        # What a gap hides counts for nothing; a second gap in a row may be a slow camera's pace.
        without += step if 0 <= step <= RULES.longest_step else RULES.longest_step if before else 0.0
        before = 0.0 if 0 <= step <= RULES.longest_step else step
        presented = lane.see(sights, at, SIZE)
        # Once armed it may be seen for a moment before it is presented: something unread is waited for.
        is_armed |= without >= RULES.away - 0.001
        assert not presented or is_armed
        is_armed &= not presented
        if presented or any(one.text == A for one in sights):
            without = 0.0


@settings(max_examples=100)
@given(st.lists(st.sampled_from([0.6, 2.5, 30.0]), max_size=5), st.sampled_from([1 / 30, 0.1, 0.5]))
def test_however_many_gaps_there_were_two_seconds_of_pictures_without_it_arm_a_badge(gaps, step) -> None:
    lane, at = Lane(is_ours), 0.0
    lane.see([sight(A)], at, SIZE)
    for gap in gaps:
        at += gap
        lane.see([sight(A)], at, SIZE)
    for _ in range(round(RULES.away / step) + 1):
        at += step
        lane.see([], at, SIZE)
    assert said(list(lane.see([sight(A)], at + step, SIZE))) == [(LaneKind.PRESENTED, A)]


def test_small_for_this_gate_is_measured_on_what_was_held_up_there() -> None:
    lane, at = Lane(is_ours), 0.0
    for n in range(RULES.learnt_after):
        assert watch(lane, held([sight(f"{n:020d}", side=200)], at, at + 1))
        watch(lane, held([], at + 1.1, at + 4))
        at += 5
    assert lane.see([sight(A, side=120)], at, SIZE) == ()
    assert said(watch(lane, held([sight(A, side=120)], at + 0.1, at + 0.4))) == [(LaneKind.PRESENTED, A)]
