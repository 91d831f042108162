"""A print that jammed goes on; what is unsure is settled; what failed comes again."""

import pytest
from badged import (
    badge,
    batch,
    go_on,
    issue_all,
    make_station,
    place,
    print_some,
    records,
    states,
)

from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import BadgeState
from kiosk.service.badges.lifecycle import (
    hand_over,
    replace_badge,
    requeue,
    revoke,
    settle_failed,
    settle_printed,
)
from kiosk.service.prints.run import Proof
from kiosk.store.badges import set_state


@pytest.fixture
def station(tmp_path):
    opened = make_station(tmp_path)
    yield opened
    opened.close()


def test_a_jammed_print_goes_on_with_its_numbers_and_places(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf", sheet="4xa6", per_carton=2)
    result = go_on(station, tmp_path / "2.pdf", "2")
    assert result.numbers == tuple(printed(number) for number in numbers[2:])
    row, papers = batch(station)
    assert (row.batch.first, row.batch.total, row.batch.sheet, result.places) == (3, 4, "4xa6", (3, 4))
    assert [place(paper.filed) for paper in papers] == [(2, 1), (2, 2)]
    assert {paper.state for paper in batch(station, 1)[1][2:]} == {"failed"}
    told = [read_detail(act.detail) for act in records(station, Kind.PRINT)]
    assert [one.get("requeued", False) for one in told] == [False] * 4 + [True] * 2 + [False] * 2
    assert set(states(station).values()) == {BadgeState.PRINTED}


def test_a_print_goes_on_after_the_badge_whose_number_is_named(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    hand_over(station, numbers[2:3])
    revoke(station, numbers[3:])
    result = go_on(station, tmp_path / "2.pdf", printed(numbers[0]), 1)
    assert result.numbers == (printed(numbers[1]),)
    with pytest.raises(KioskError, match="is not in print 2"):
        go_on(station, tmp_path / "3.pdf", printed(numbers[0]))
    with pytest.raises(KioskError, match="nothing of print 1 is left"):
        go_on(station, tmp_path / "3.pdf", "1", 1)


@pytest.mark.parametrize("after", ["4", "99", "-1", "two", ""])
def test_a_place_that_is_not_in_the_print_is_refused_and_changes_nothing(station, tmp_path, after):
    print_some(station, tmp_path / "1.pdf")
    with pytest.raises(KioskError):
        go_on(station, tmp_path / "2.pdf", after)
    assert set(states(station).values()) == {BadgeState.PRINTED}


def test_without_a_print_there_is_nothing_to_go_on_with(station, tmp_path):
    with pytest.raises(KioskError, match="no such print"):
        go_on(station, tmp_path / "2.pdf", "1")


def test_what_came_out_before_the_jam_is_settled_as_printed(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf", proof=Proof.NONE)
    with station.database.write() as connection:
        for number in numbers:
            set_state(connection, number, BadgeState.UNSURE, station.clock.now())
        connection.execute("UPDATE paper SET state = 'unsure'")
    go_on(station, tmp_path / "2.pdf", "3")
    assert set(states(station).values()) == {BadgeState.PRINTED}
    settled = [act.badge for act in records(station, Kind.PRINT) if b"settled" in act.detail]
    assert settled == numbers[:3]


def test_an_unsure_badge_is_settled_by_who_has_looked(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    with station.database.write() as connection:
        for number in numbers[:2]:
            set_state(connection, number, BadgeState.UNSURE, station.clock.now())
    settle_printed(station, numbers[:1])
    settle_failed(station, numbers[1:2])
    assert [badge(station, number).state for number in numbers[:3]] == ["printed", "failed", "printed"]
    for act in (settle_printed, settle_failed):
        with pytest.raises(KioskError, match="is printed"):
            act(station, numbers[2:3])
    assert print_some(station, tmp_path / "2.pdf").numbers == (printed(numbers[1]),)


@pytest.mark.parametrize("state", [BadgeState.FAILED, BadgeState.UNSURE])
def test_a_failed_or_unsure_badge_can_be_queued_again_and_replaced(station, tmp_path, state):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    with station.database.write() as connection:
        for number in numbers[:2]:
            set_state(connection, number, state, station.clock.now())
    requeue(station, numbers[:1])
    assert badge(station, numbers[0]).state is BadgeState.ISSUED
    assert replace_badge(station, printed(numbers[1])).old == numbers[1]
