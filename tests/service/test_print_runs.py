"""What becomes of badges that a printer prints, refuses, breaks off, or says nothing more of."""

from contextlib import suppress

import pytest
import spooler
from badged import Paper, edit, issue_all, make_station, places, print_on, quiet, records, states

from kiosk.badge.pdf.calibration import Calibration
from kiosk.badge.pdf.raster import page_count
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import BadgeState
from kiosk.service.badges.lifecycle import requeue
from kiosk.service.printers.spooling import (
    Ending,
    JobState,
    News,
    Unsent,
)
from kiosk.service.prints.choosing import Choice, Which
from kiosk.service.prints.printing import Layout, print_badges
from kiosk.service.prints.run import Outlet, Target
from kiosk.store.filed import all_filed
from kiosk.store.paper import find_print, papers_of


@pytest.fixture
def station(tmp_path):
    opened = make_station(tmp_path)
    yield opened
    opened.close()


def kept(station):
    """The newest print, and the states of its papers."""
    with station.database.read() as connection:
        row = find_print(connection)
        return row, {paper.state for paper in papers_of(connection, row.n)}


def told(station):
    return [read_detail(act.detail) for act in records(station, Kind.PRINT)]


def test_what_the_printer_has_done_is_printed_and_no_file_is_left(station, tmp_path):
    before = set(tmp_path.rglob("*"))
    paper = Paper(News(JobState.DONE, sheets=4))
    result = print_on(station, tmp_path, paper)
    assert (result.state, result.file, result.printer) == (BadgeState.PRINTED, None, ("desk", "desk-1", ""))
    assert set(states(station).values()) == {BadgeState.PRINTED}
    row, papers = kept(station)
    assert (row.job, row.batch.printer, row.batch.file, papers) == ("desk-1", "desk", "", {"printed"})
    assert {(one["printer"], one["job"], one["to"]) for one in told(station)} == {
        ("desk", "desk-1", "printed")
    }
    ((name, sent, job),) = paper.jobs
    assert sent.startswith(b"%PDF-")
    assert (job.width, job.height, job.sides) == (105, 148, "one-sided")
    new = set(tmp_path.rglob("*")) - before
    assert not [path for path in new if path.suffix in {".pdf", ".part"} or path.name == name]


def test_a_file_asked_for_beside_the_printer_is_kept(station, tmp_path):
    print_on(station, tmp_path, Paper(News(JobState.DONE)), tmp_path / "b.pdf")
    assert page_count(tmp_path / "b.pdf") == 4


@pytest.mark.parametrize(
    "ending",
    [
        Unsent(Ending.REFUSED, "not accepting jobs"),
        News(JobState.CANCELLED, has_begun=False),
        News(JobState.STOPPED, has_begun=False, said="no driver"),
        KioskError("the printer has no paper of 105 x 148 mm"),
    ],
)
def test_what_a_printer_did_not_begin_is_unprinted_and_comes_again(station, tmp_path, ending):
    with pytest.raises(KioskError, match=r"desk|no paper"):
        print_on(station, tmp_path, Paper(ending), tmp_path / "b.pdf")
    assert set(states(station).values()) == {BadgeState.ISSUED}
    assert kept(station)[1] == {"failed"}
    assert not (tmp_path / "b.pdf").exists()
    (record,) = told(station)
    assert (record["to"], record["count"], record["printer"]) == ("refused", 4, "desk")
    result = print_on(station, tmp_path, Paper(News(JobState.DONE)))
    assert (len(result.numbers), result.filed[0].carton) == (4, 1)


@pytest.mark.parametrize("state", [JobState.STOPPED, JobState.CANCELLED])
def test_what_was_broken_off_has_failed_and_comes_again(station, tmp_path, state):
    result = print_on(station, tmp_path, Paper(News(state, said="the head is jammed")))
    assert (result.state, result.printer[2]) == (BadgeState.FAILED, "the head is jammed")
    assert set(states(station).values()) == {BadgeState.FAILED}
    assert {one["to"] for one in told(station)} == {"failed"}
    assert len(print_on(station, tmp_path, Paper(News(JobState.DONE))).numbers) == 4


@pytest.mark.parametrize(
    "ending", [News(JobState.PENDING), News(JobState.UNKNOWN), Unsent(Ending.UNSURE, "lp did not end")]
)
def test_of_a_job_that_is_heard_of_no_more_nobody_is_sure(station, tmp_path, ending):
    assert print_on(station, tmp_path, Paper(ending)).state is BadgeState.UNSURE
    assert set(states(station).values()) == {BadgeState.UNSURE}
    again = print_on(station, tmp_path, Paper(News(JobState.DONE)))
    assert (again.numbers, again.states) == ((), {BadgeState.UNSURE: 4})


def test_ctrl_c_while_the_printer_has_it_leaves_the_badges_unsure(station, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        print_on(station, tmp_path, Paper(KeyboardInterrupt()))
    assert set(states(station).values()) == {BadgeState.UNSURE}


@pytest.mark.parametrize("ending", [News(JobState.STOPPED), Unsent(Ending.REFUSED, "closed")])
def test_paper_that_failed_leaves_the_paper_before_it_in_force_and_in_its_place(station, tmp_path, ending):
    print_on(station, tmp_path, Paper(News(JobState.DONE)))
    before = places(station)
    with suppress(KioskError):
        print_on(station, tmp_path, Paper(ending), which=Which.ALL)
    assert set(states(station).values()) == {BadgeState.PRINTED}
    assert places(station) == before
    edit(station, "Gül", "organisation", "Baykar")
    print_on(station, tmp_path, Paper(News(JobState.DONE)), which=Which.CHANGED)
    assert places(station) == before


def test_a_print_cut_short_leaves_its_places_to_the_badges_that_have_no_other(station, tmp_path):
    print_on(station, tmp_path, Paper(News(JobState.DONE)))
    requeue(station, issue_all(station)[:1])
    with station.database.write() as connection:
        connection.execute(
            "INSERT INTO print"
            " SELECT 2, file, sha256, sheet, printer, job, first, total, 2, made_at FROM print"
        )
        connection.execute(
            "INSERT INTO paper SELECT 2, place, badge, 'rendered', template, digest, facts, 2, position"
            " FROM paper"
        )
        connection.execute("DELETE FROM paper WHERE print = 1 AND place = 2")
    print_on(station, tmp_path, Paper(News(JobState.DONE)), which=Which.UNPRINTED)
    with station.database.read() as connection:
        filed = all_filed(connection)
    assert sorted((one.carton, one.position) for one in filed.values()) == [(1, 1), (1, 3), (1, 4), (2, 2)]


def test_badges_come_out_of_a_real_printer_as_it_is_measured(station, tmp_path, tmp_path_factory):
    if not spooler.HAS_CUPS:
        pytest.skip(spooler.WITHOUT)
    with spooler.running(tmp_path_factory.mktemp("cups")) as server:
        outlet = Outlet(server.queue("desk"), Calibration(1.5, -1.0, 1.01, 0.995), 20)
        layout = Layout(tmp_path / "badge_templates")
        print_badges(station, Choice(), layout, Target(tmp_path / "b.pdf", outlet=outlet), quiet)
        assert server.arrived("desk").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert set(states(station).values()) == {BadgeState.PRINTED}
