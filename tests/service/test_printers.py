"""Real printers: a CUPS of the tests' own prints into files, refuses, fails, is cancelled, and dies."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
import spooler
from badged import make_station, print_some

from kiosk.badge.design.template import load_template
from kiosk.badge.pdf.raster import page_count, rasterise
from kiosk.config.computer import SystemClock
from kiosk.domain.errors import KioskError
from kiosk.service.printers.cups import Cups
from kiosk.service.printers.media import medium
from kiosk.service.printers.spooling import (
    Ending,
    Job,
    JobName,
    JobState,
    News,
    PrinterState,
    Sides,
    deliver,
    printer_named,
    trouble,
)
from kiosk.vision.reader import Reader

CLOCK = SystemClock()
A6 = Job("Badges 1-4", 105, 148, patience=20)


@dataclass
class Hurried:
    """A clock by which patience ends with the next look, once somebody has heard enough."""

    has_heard: Callable[[News], bool]
    ahead: float | None = None

    def now(self):
        return CLOCK.now()

    def hear(self, news: News) -> None:
        if self.has_heard(news):
            self.ahead = 0.0

    def monotonic(self) -> float:
        if self.ahead is not None:
            self.ahead += 1000.0
        return CLOCK.monotonic() + (self.ahead or 0.0)


def hear_nothing(_: News) -> None:
    """Hear what becomes of a job, and say nothing."""


def nothing_arrived(server, name: str) -> bool:
    file = server.arrived(name)
    return not file.exists() or file.stat().st_size == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if not spooler.HAS_CUPS:
        pytest.skip(spooler.WITHOUT)
    with spooler.running(tmp_path_factory.mktemp("cups")) as found:
        yield found


@pytest.fixture(scope="module")
def badges(tmp_path_factory):
    """A PDF of four badges, in the folder of their station."""
    folder = tmp_path_factory.mktemp("station")
    station = make_station(folder)
    print_some(station, folder / "badges.pdf")
    station.close()
    return folder / "badges.pdf"


def test_badges_arrive_at_the_printer_as_they_were_made(server, badges):
    desk = server.queue("desk")
    heard = []
    outcome = deliver(desk, badges, A6, CLOCK, heard.append)
    assert (outcome.ending, trouble("desk", outcome)) == (Ending.DONE, None), outcome
    assert outcome.job == "desk-1"
    assert outcome.sheets == 2  # as the printer counts
    assert heard[-1].state is JobState.DONE
    assert server.arrived("desk").read_bytes() == badges.read_bytes()


def test_the_codes_that_arrive_are_as_large_as_the_template_says(server, badges):
    measured = server.queue("measured")
    deliver(measured, badges, A6, CLOCK, hear_nothing)
    arrived = server.arrived("measured")
    (_, box), *_ = load_template(badges.parent / "badge_templates", "a6").codes
    dots = 300 / 25.4
    codes = set()
    for page in range(1, page_count(arrived) + 1):
        picture = rasterise(arrived, page, 300)
        assert picture.shape[:2] == pytest.approx((148 * dots, 105 * dots), abs=2)
        (code,) = Reader().read(np.ascontiguousarray(picture[:, :, ::-1])).readings
        codes.add(code.text)
        corners = np.array(code.corners) / dots
        sides = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
        assert sides == pytest.approx([box.width] * 4, abs=0.3)
        assert corners.min(axis=0) == pytest.approx((box.x, box.y), abs=0.3)
    assert len(codes) == 4


def test_a_job_asks_for_its_paper_at_full_size_whatever_its_title_says(server, badges):
    titled = server.queue("titled")
    title = "Délégation «Koné»; $(touch x) -o media=A4"
    job = replace(A6, title=title, sides=Sides.LONG_EDGE)
    assert deliver(titled, badges, job, CLOCK, hear_nothing).ending is Ending.DONE
    arrived_title, _, options = server.asked("titled").partition("|")
    assert arrived_title == title
    wanted = (
        "PageSize=A6",
        "print-scaling=none",
        "nofit-to-page",
        "number-up=1",
        "sides=two-sided-long-edge",
    )
    assert set(wanted) <= set(options.split())


def test_a_queue_that_takes_no_jobs_refuses_and_nothing_arrives(server, badges):
    closed = server.queue("closed")
    server.tool("cupsreject", "-r", "full", "closed")
    outcome = deliver(closed, badges, A6, CLOCK, hear_nothing)
    assert (outcome.ending, outcome.job, outcome.has_begun) == (Ending.REFUSED, None, False)
    told = 'closed refused the job: Destination "closed" is not accepting jobs'
    assert trouble("closed", outcome).message == told
    assert nothing_arrived(server, "closed")
    (found,) = (printer for printer in server.cups.list_printers() if printer.name == "closed")
    assert not found.takes_jobs


def test_a_job_waits_at_a_paused_printer_and_its_cancelling_is_read_back(server, badges):
    paused = server.queue("paused")
    server.tool("cupsdisable", "-r", "no paper", "paused")
    heard = []

    def watch(news: News) -> None:
        heard.append(news)
        if news.state is JobState.PENDING:
            server.tool("cancel", "-a", "paused")

    outcome = deliver(paused, badges, A6, CLOCK, watch)
    assert "no paper" in heard[0].said
    assert (outcome.ending, outcome.has_begun) == (Ending.CANCELLED, False)
    assert trouble("paused", outcome).hint == "nothing of it is on paper"
    assert nothing_arrived(server, "paused")
    (found,) = (printer for printer in server.cups.list_printers() if printer.name == "paused")
    assert (found.state, found.said) == (PrinterState.STOPPED, "no paper")


def test_a_job_that_only_waits_is_withdrawn_and_not_printed_later(server, badges):
    waiting = server.queue("waiting")
    server.tool("cupsdisable", "waiting")
    clock = Hurried(lambda news: news.state is JobState.PENDING)
    outcome = deliver(waiting, badges, A6, clock, clock.hear)
    assert (outcome.ending, outcome.has_begun) == (Ending.CANCELLED, False)
    assert "the printer is stopped" in trouble("waiting", outcome).message
    server.tool("cupsenable", "waiting")
    assert deliver(waiting, badges, A6, CLOCK, hear_nothing).ending is Ending.DONE
    assert server.cups.news(outcome.job).state is JobState.CANCELLED


def test_a_job_that_hangs_in_the_printer_is_unsure(server, badges):
    stuck = server.queue("stuck", "stuck:/")
    clock = Hurried(lambda news: news.sheets == 1)
    outcome = deliver(stuck, badges, A6, clock, clock.hear)
    assert (outcome.ending, outcome.has_begun, outcome.sheets) == (Ending.UNSURE, True, 1)
    assert "cancelled there" in trouble("stuck", outcome).hint
    assert server.cups.news(outcome.job).state is JobState.PRINTING
    server.cups.withdraw(outcome.job)
    assert server.cups.news(outcome.job).state is JobState.CANCELLED


def test_a_large_file_is_given_the_time_that_a_slow_printer_takes_for_it(server, badges, tmp_path):
    slow = server.queue("slow", "stuck:/")
    looks = {}
    for padding in (0, 15_000_000):
        file = tmp_path / f"{padding}.pdf"
        file.write_bytes(badges.read_bytes() + bytes(padding))
        clock = Hurried(lambda news: news.sheets == 1)
        outcome = deliver(slow, file, A6, clock, clock.hear)
        assert outcome.ending is Ending.UNSURE
        server.cups.withdraw(outcome.job)
        looks[padding] = clock.ahead
    assert looks == {0: 2000, 15_000_000: 3000}


def test_a_printer_that_fails_on_the_way_stops_the_job_in_its_own_words(server, badges):
    jammed = server.queue("jammed", "jammed:/head")
    outcome = deliver(jammed, badges, A6, CLOCK, hear_nothing)
    assert (outcome.ending, outcome.has_begun) == (Ending.STOPPED, True)
    assert "the head is jammed" in trouble("jammed", outcome).message
    assert "see what is on the paper" in trouble("jammed", outcome).hint


def test_a_driver_that_fails_stops_the_job(server, badges):
    broken = server.queue("broken", through="/bin/false")
    outcome = deliver(broken, badges, A6, CLOCK, hear_nothing)
    assert outcome.ending is Ending.STOPPED
    assert nothing_arrived(server, "broken")
    assert server.cups.news(outcome.job).state is JobState.CANCELLED  # nobody can start it again


def test_nobody_knows_what_became_of_a_job_when_the_server_dies(tmp_path, badges):
    if not spooler.HAS_CUPS:
        pytest.skip(spooler.WITHOUT)
    with spooler.running(tmp_path) as mortal:
        assert mortal.cups.list_printers() == ()
        printer = mortal.queue("mortal")
        mortal.tool("cupsdisable", "mortal")
        clock = Hurried(lambda news: news.state is JobState.UNKNOWN)

        def watch(news: News) -> None:
            clock.hear(news)
            mortal.process.terminate()

        outcome = deliver(printer, badges, A6, clock, watch)
        assert outcome.ending is Ending.UNSURE
        assert "does not answer" in outcome.said
        with pytest.raises(KioskError, match="does not answer"):
            deliver(printer, badges, A6, CLOCK, hear_nothing)


def test_a_job_that_the_spooler_has_forgotten_is_unsure_at_once(server):
    assert server.cups.news(JobName("desk-99999")).state is JobState.GONE


def test_a_tool_that_hangs_leaves_it_unsure(server, badges):
    hung = server.queue("hung")
    server.tool("cupsdisable", "hung")
    outcome = deliver(hung, badges, replace(A6, patience=0.0001), CLOCK, hear_nothing)
    assert (outcome.ending, outcome.job, outcome.has_begun) == (Ending.UNSURE, None, True)


def test_a_printer_that_is_not_there_is_answered_with_the_nearest_name(server):
    server.queue("Bureau-1")
    with pytest.raises(KioskError, match='no printer "bureau1"') as caught:
        printer_named(server.cups, "bureau1")
    assert caught.value.hint == 'did you mean "Bureau-1"?'
    assert printer_named(server.cups, "Bureau-1").name == "Bureau-1"


def test_no_name_of_a_printer_becomes_an_option(server, badges):
    with pytest.raises(KioskError, match="no name of a printer"):
        server.cups.submit("-d", badges, A6)


def test_paper_that_a_printer_does_not_have_is_said_before_anything_is_sent(server, badges):
    small = server.queue("small")
    with pytest.raises(KioskError, match=r"no paper of 54 x 90 mm") as caught:
        deliver(small, badges, Job("Cards", 54, 90), CLOCK, hear_nothing)
    assert "62.09 x 99.84 mm" in caught.value.hint
    assert nothing_arrived(server, "small")


PAPERS = ("na_letter_8.5x11in", "iso_a4_210x297mm", "iso_a6_105x148mm", "custom_62.09x99.84mm_62.09x99.84mm")
ROLL = ("iso_a4_210x297mm", "custom_min_25x25mm", "custom_max_105x1000mm")


@pytest.mark.parametrize(
    ("width", "height", "known", "named"),
    [
        (105, 148, PAPERS, "iso_a6_105x148mm"),
        (148, 105, PAPERS, "iso_a6_105x148mm"),
        (216, 279, PAPERS, "na_letter_8.5x11in"),
        (62, 100, PAPERS, "custom_62.09x99.84mm_62.09x99.84mm"),
        (62, 100, ROLL, "Custom.62x100mm"),
        (85.6, 53.98, (), "Custom.85.6x53.98mm"),
    ],
)
def test_the_paper_is_the_one_of_the_page_lying_either_way(width, height, known, named):
    assert medium(width, height, known) == named


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n", "answers 426 Upgrade Required"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "no print spooler"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\x01\x01\x04\x00\0\0\0\x01\x03",
            "says: status 0x0400",
        ),
        (b"220 mail.example\r\n", "does not answer"),
    ],
)
def test_what_is_no_spooler_is_called_that(reply, said):
    with socket.create_server(("127.0.0.1", 0)) as door:

        def answer() -> None:
            caller, _ = door.accept()
            with caller:
                asked = b""
                while not asked.endswith(b"\x03"):
                    asked += caller.recv(65536)
                caller.sendall(reply)

        other = threading.Thread(target=answer)
        other.start()
        with pytest.raises(KioskError, match=said):
            Cups(f"127.0.0.1:{door.getsockname()[1]}").list_printers()
        other.join()


def test_a_computer_without_cups_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KioskError, match="CUPS, which prints, is not installed") as caught:
        Cups().list_printers()
    assert "apt-get install cups" in caught.value.hint
