"""Real printers: a CUPS of the tests' own prints into files, refuses, stops, is cancelled, and dies."""

import pytest
import spooler
from badged import make_station, print_some

from kiosk.config import SystemClock
from kiosk.service.printers.spooling import Ending, Job, deliver

pytestmark = pytest.mark.skipif(
    not spooler.HAS_CUPS, reason="CUPS is not installed: apt-get install cups-daemon cups-client"
)
CLOCK = SystemClock()
A6 = Job("Badges 1-4", 105, 148, patience=20)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = spooler.start(tmp_path_factory.mktemp("cups"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def badges(tmp_path_factory):
    """A PDF of four badges."""
    folder = tmp_path_factory.mktemp("station")
    station = make_station(folder)
    print_some(station, folder / "badges.pdf")
    station.close()
    return folder / "badges.pdf"


def test_badges_arrive_at_the_printer_as_they_were_made(server, badges):
    desk = server.queue("desk")
    heard = []
    outcome = deliver(desk, badges, A6, CLOCK, heard.append)
    assert outcome.ending is Ending.DONE, outcome
    assert outcome.sheets == 2
    assert server.arrived("desk").read_bytes() == badges.read_bytes()
