import itertools

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import badge_life
from kiosk.domain.badge_life import FINAL, IN_FORCE, LIFE, QUEUED, BadgeAct, after, allowing
from kiosk.domain.event import Opens, opens_from
from kiosk.domain.model import BadgeState

histories = st.lists(st.sampled_from(BadgeAct), max_size=12)


def states_of(acts):
    """The states through which a new badge goes; an act that is refused changes nothing."""
    states = [BadgeState.ISSUED]
    for act in acts:
        states.append(after(states[-1], act) or states[-1])
    return states


@given(histories)
def test_what_is_dead_stays_as_it_died(acts):
    states = states_of(acts)
    for now, then in itertools.pairwise(states):
        assert now not in FINAL or then is now


@given(histories)
def test_a_badge_in_force_can_always_be_replaced_and_revoked(acts):
    state = states_of(acts)[-1]
    replaced, revoked = after(state, BadgeAct.REPLACE), after(state, BadgeAct.REVOKE)
    assert (replaced, revoked) == (
        (None, None) if state in FINAL else (BadgeState.SUPERSEDED, BadgeState.REVOKED)
    )


@given(histories)
def test_only_a_person_or_a_printer_that_was_done_makes_a_badge_open_doors(acts):
    doing = {BadgeAct.PRINT_DONE, BadgeAct.SETTLE_PRINTED}
    for act, before, then in zip(acts, states_of(acts), states_of(acts)[1:], strict=False):
        if then in badge_life.EFFECTIVE and before not in badge_life.EFFECTIVE:
            assert act in doing


@given(histories)
def test_what_its_holder_has_is_never_queued_again(acts):
    states = states_of(acts)
    if BadgeState.HANDED_OVER in states:
        rest = set(states[states.index(BadgeState.HANDED_OVER) :])
        assert rest <= {BadgeState.HANDED_OVER} | FINAL


def test_every_state_can_be_reached():
    reached, frontier = {BadgeState.ISSUED}, {BadgeState.ISSUED}
    while frontier:
        frontier = {after(state, act) for state in frontier for act in BadgeAct} - {None} - reached
        reached |= frontier
    assert reached == set(BadgeState)


def test_the_named_sets_are_what_their_names_say():
    assert {BadgeState.SUPERSEDED, BadgeState.REVOKED} == FINAL
    assert not FINAL & IN_FORCE
    assert set(BadgeState) == FINAL | IN_FORCE
    assert {BadgeState.ISSUED, BadgeState.FAILED} == QUEUED
    assert {BadgeState.FAILED, BadgeState.UNSURE} == badge_life.UNSETTLED
    assert IN_FORCE - {BadgeState.RENDERED, BadgeState.HANDED_OVER} == badge_life.REPRINTABLE
    assert {BadgeState.PRINTED, BadgeState.UNSURE} == badge_life.LYING
    assert {BadgeState.PRINTED} == badge_life.READY
    assert {BadgeState.HANDED_OVER} == badge_life.HELD
    assert badge_life.LYING < badge_life.ON_PAPER < IN_FORCE


def test_the_end_of_a_print_that_brought_no_paper_moves_only_what_it_had_claimed():
    for act in (BadgeAct.PRINT_FAILED, BadgeAct.PRINT_LOST, BadgeAct.TAKE_BACK):
        assert {state for state in allowing(act) if after(state, act) is not state} == {BadgeState.RENDERED}


def test_no_print_begins_with_a_badge_that_another_print_has():
    assert after(BadgeState.RENDERED, BadgeAct.CLAIM) is None


def test_doors_open_only_to_badges_that_are_there():
    assert opens_from(Opens.PRINT) == badge_life.EFFECTIVE
    assert opens_from(Opens.HANDOVER) == {BadgeState.HANDED_OVER}
    assert set(LIFE.values()) == set(BadgeState)
