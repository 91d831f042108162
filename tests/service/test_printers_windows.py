"""What printing on Windows needs that is no Windows: dots, bitmaps, and the spooler's words in ours."""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from kiosk.service.printers import windows_jobs as jobs
from kiosk.service.printers.dots import BitmapHeader, Ground, bitmap, ground, resolution
from kiosk.service.printers.spooling import JobState, PrinterState

A_LASER = BitmapHeader(600, 600, 100, 96)


def test_a_page_begins_at_the_corner_of_the_paper_and_is_as_large_as_it_is():
    assert ground(A_LASER, 105, 148) == Ground(-100, -96, 2480, 3496)
    assert ground(BitmapHeader(600, 300, 0, 0), 25.4, 25.4) == Ground(0, 0, 600, 300)


@pytest.mark.parametrize(("own", "drawn"), [(203, 203), (300, 300), (600, 600), (1200, 600), (1440, 480)])
def test_a_page_is_drawn_with_the_printers_dots_or_a_whole_part_of_them(own, drawn):
    assert resolution(BitmapHeader(own, own, 0, 0)) == drawn
    assert resolution(BitmapHeader(own // 2, own, 0, 0)) == drawn


def test_a_dot_of_the_page_is_a_dot_of_the_printer():
    place = ground(A_LASER, 105, 148)
    assert resolution(A_LASER) / 25.4 * 105 == pytest.approx(place.width, abs=0.5)


@pytest.mark.parametrize("width", [4, 5, 6, 7])
def test_a_bitmap_is_read_back_by_another_program_as_the_page_that_it_was(width):
    page = np.random.default_rng(width).integers(0, 256, (3, width, 3), dtype=np.uint8)
    header, rows = bitmap(page)
    start = 14 + len(header)
    file = b"BM" + (start + len(rows)).to_bytes(4, "little") + bytes(4) + start.to_bytes(4, "little")
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(file + header + rows))), page)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (0, JobState.PENDING),
        (jobs.PAUSED, JobState.PENDING),
        (jobs.PRINTING, JobState.PRINTING),
        (jobs.PRINTING | jobs.PAPER_OUT, JobState.PRINTING),
        (jobs.PRINTED, JobState.DONE),
        (jobs.COMPLETE, JobState.DONE),
        (jobs.PRINTED | jobs.DELETING, JobState.CANCELLED),
        (jobs.DELETED, JobState.CANCELLED),
    ],
)
def test_a_job_stands_as_windows_says(status, state):
    assert jobs.job_state(status) is state


def test_what_holds_a_job_up_is_said_in_words():
    assert jobs.hindrance(jobs.PRINTING) == ""
    assert jobs.hindrance(jobs.OFFLINE | jobs.PAPER_OUT) == "offline, no paper"


def test_a_printer_does_what_windows_says():
    states = [jobs.printer_state(status) for status in (0, 0x400, 0x80, 0x400 | 0x10)]
    assert states == [PrinterState.IDLE, PrinterState.PRINTING, PrinterState.STOPPED, PrinterState.STOPPED]


def test_nothing_of_windows_is_loaded_elsewhere():
    import kiosk.service.printers.gdi as room  # noqa: PLC0415 - this is what is tested

    assert hasattr(room, "Gdi") is (sys.platform == "win32")
