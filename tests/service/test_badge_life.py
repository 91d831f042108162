"""The life of badges as the service's acts lead it, on a real file, held against the table of it."""

from contextlib import suppress
from functools import partial

import pytest
from badged import badge, issue_all, make_station, quiet
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.badge_life import FINAL, NEW, BadgeAct, after
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeState
from kiosk.service.badges import lifecycle, spares
from kiosk.service.prints.filing import Filing
from kiosk.service.prints.marking import Draft, Outcome, begin, finish, take_back
from kiosk.service.prints.printing import newest_of
from kiosk.service.prints.recovery import settle_ended
from kiosk.store.paper import NewPrint

ENDS = (BadgeAct.PRINT_DONE, BadgeAct.PRINT_FAILED, BadgeAct.PRINT_LOST)
BY_PEOPLE = {
    BadgeAct.REQUEUE: lifecycle.requeue,
    BadgeAct.SETTLE_PRINTED: lifecycle.settle_printed,
    BadgeAct.SETTLE_FAILED: lifecycle.settle_failed,
    BadgeAct.HAND_OVER: lifecycle.hand_over,
    BadgeAct.REVOKE: lifecycle.revoke,
}
WHO = "Traoré"
CRASH = "crash"
PATHS = {
    BadgeState.ISSUED: (BadgeAct.CLAIM, BadgeAct.REQUEUE),
    BadgeState.RENDERED: (BadgeAct.CLAIM,),
    BadgeState.PRINTED: (BadgeAct.CLAIM, BadgeAct.PRINT_DONE),
    BadgeState.FAILED: (BadgeAct.CLAIM, BadgeAct.PRINT_FAILED),
    BadgeState.UNSURE: (BadgeAct.CLAIM, BadgeAct.PRINT_LOST),
    BadgeState.HANDED_OVER: (BadgeAct.CLAIM, BadgeAct.PRINT_DONE, BadgeAct.HAND_OVER),
    BadgeState.SUPERSEDED: (BadgeAct.CLAIM, BadgeAct.REPLACE),
    BadgeState.REVOKED: (BadgeAct.CLAIM, BadgeAct.REVOKE),
}
"""Acts that lead to each state; all begin with a print, so that any print's end can follow."""


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    station = make_station(tmp_path_factory.mktemp("station"))
    issue_all(station)
    yield station
    station.close()


class Life:
    """One badge, what the service did to it, and where the table says that it stands."""

    def __init__(self, station, printer, is_spare):
        self.station = station
        self.printer = printer
        self.batches = []
        self.state = NEW
        if is_spare:
            (spare,) = spares.make_spares(station, 1)
            self.number = spares.link(station, spare.credential, WHO).number
            self.expect(BadgeAct.PRINT_DONE)
            self.expect(BadgeAct.HAND_OVER)
        else:
            self.number = lifecycle.replace_badge(station, WHO).new

    def expect(self, act):
        self.state = after(self.state, act) or self.state

    def stands(self):
        found = badge(self.station, self.number)
        assert found is not None
        return found.state

    def doing(self, act):
        """What does an act; None where there is no print yet that could end."""
        station = self.station
        if act in BY_PEOPLE:
            return partial(BY_PEOPLE[act], station, [self.number])
        if act is BadgeAct.REPLACE:
            return partial(lifecycle.replace_badge, station, printed(self.number))
        if act is BadgeAct.CLAIM:
            return self.claim
        if not self.batches:
            return None
        if act is BadgeAct.TAKE_BACK:
            return partial(take_back, station, self.batches[-1], {})
        return partial(finish, station, self.batches[-1], Outcome(act, {}), quiet)

    def claim(self):
        new = NewPrint("", bytes(32), "", self.printer, 1, 1, None)
        draft = Draft(1, self.number, "a6", bytes(32), "{}")
        seen = newest_of(self.station)
        self.batches.append(begin(self.station, new, [draft], Filing(0), seen))

    def crash(self):
        """Have the station find what a print has left behind that was killed."""
        settle_ended(self.station)
        if self.state is BadgeState.RENDERED:
            self.expect(BadgeAct.PRINT_LOST if self.printer else BadgeAct.TAKE_BACK)

    def do(self, act):
        """Do an act, and see that it is refused where the table refuses it."""
        if act == CRASH:
            self.crash()
            return
        done = self.doing(act)
        if done is None:
            return
        # What a print is told of a dead badge is an outcome: its paper is to be destroyed.
        is_told = self.state in FINAL and act in {BadgeAct.CLAIM, BadgeAct.TAKE_BACK, *ENDS}
        is_revoked = self.state is BadgeState.REVOKED and act is BadgeAct.REPLACE
        if after(self.state, act) is None and not is_told and not is_revoked:
            with pytest.raises(KioskError):
                done()
        else:
            done()
        self.expect(act)


@given(
    acts=st.lists(st.sampled_from([*BadgeAct, CRASH]), max_size=12),
    printer=st.sampled_from(["", "desk"]),
    is_spare=st.booleans(),
)
def test_whatever_is_done_to_a_badge_it_stands_where_the_table_says(station, acts, printer, is_spare):
    life = Life(station, printer, is_spare)
    for act in acts:
        life.do(act)
        assert life.stands() is life.state, (act, life.state)


@pytest.mark.parametrize("state", BadgeState)
def test_every_act_leads_from_every_state_to_where_the_table_says(station, state):
    for act in [*BadgeAct, CRASH]:
        life = Life(station, "desk", is_spare=False)
        for step in PATHS[state]:
            life.do(step)
        assert life.stands() is state
        life.do(act)
        assert life.stands() is life.state, act


def test_a_print_into_a_file_that_crashed_leaves_its_badges_unprinted(station):
    life = Life(station, "", is_spare=False)
    life.do(BadgeAct.CLAIM)
    life.crash()
    assert life.stands() is BadgeState.ISSUED


def test_a_print_that_comes_too_late_by_a_moment_does_not_take_what_another_one_has(station):
    life = Life(station, "", is_spare=False)
    life.claim()
    with pytest.raises(KioskError, match="began meanwhile"):
        life.claim()
    with suppress(KioskError):
        lifecycle.requeue(station, [life.number])
    assert life.stands() is BadgeState.ISSUED
