"""The page of spare badges: proven before it gets its name, or no spares are made at all."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.badge.code import MODULES, QUIET
from kiosk.badge.design.template import quiet_zone
from kiosk.badge.papers.a4 import DEMO
from kiosk.badge.papers.spare_sheet import spare_place, spare_sheet
from kiosk.badge.pdf.raster import box_of, open_pages
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.service.badges import spares
from kiosk.service.badges.spares import Spare
from kiosk.service.prints.proof import DPI
from kiosk.service.station.new_file import new_file
from kiosk.service.station.station import Station
from kiosk.vision.degrade import at_webcam_quality
from kiosk.vision.reader import Reader
from kiosk.vision.tiers import PLAIN


def print_spares(station: Station, count: int, file: Path) -> int:
    """Make spare numbers and print them as cards to cut out; return the number of pages.

    If the pages cannot be made or read back, their numbers are void.

    Raises:
        KioskError: there are too many, the file already exists or cannot be written, or a code on it
            cannot be read back.
    """
    made: tuple[Spare, ...] = ()
    try:
        with new_file(file) as out:
            made = spares.make_spares(station, count)
            cards = [(one.credential, printed(one.number)) for one in made]
            event = station.event()
            notice = DEMO if event.is_demo else ""
            pages = spare_sheet(cards, event.name["fr"], out, station.clock.now(), notice)
            out.flush()
            _prove(file, made)
    except BaseException:
        # Also for Ctrl-C: numbers without paper must never be linked.
        if made:
            spares.void(station, [one.number for one in made])
        raise
    return pages


def _prove(file: Path, made: Sequence[Spare]) -> None:
    """Read every code back with one plain look, at a printer's resolution and as a cheap webcam sees it."""
    reader = Reader((PLAIN,))
    with open_pages(file) as pages:
        for nth, spare in enumerate(made):
            page, box = spare_place(nth)
            around = quiet_zone(box)
            picture = box_of(pages, page, (around.x, around.y, around.width, around.height), DPI)
            for look in (picture, at_webcam_quality(picture, MODULES + 2 * QUIET)):
                if {reading.text for reading in reader.read(look).readings} != {spare.credential}:
                    raise KioskError(
                        "the code of spare {number} on page {page} cannot be read back",
                        "this is a fault of Kiosk; please report it",
                        number=printed(spare.number),
                        page=page,
                    )
