"""Own the proof of a print: each code on the pages is read back before anybody is handed the paper.

One plain look and no second one: what a gate's camera is to read must not need all of a reader's patience.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kiosk.badge.content import Placed
from kiosk.badge.elements import Template
from kiosk.badge.raster import box_of, open_pages
from kiosk.badge.sheet import Sheet, code_places
from kiosk.badge.template import quiet_zone
from kiosk.domain.errors import KioskError
from kiosk.vision.reader import Reader
from kiosk.vision.tiers import PLAIN

DPI = 300
"""Dots an inch: what an office printer puts on paper."""


def prove(
    file: Path,
    layout: tuple[Template, Sheet | None],
    placed: Iterable[Placed],
    expected: Mapping[str, str],
    watch: Callable[[int], None],
) -> None:
    """Read back every code in a PDF of badges.

    Args:
        file: the PDF.
        layout: what it was printed with.
        placed: where each badge is.
        expected: the credential of each badge, by its number in print.
        watch: told 1 after each badge.

    Raises:
        KioskError: a code says something else or nothing; the message names the badge.
    """
    template, sheet = layout
    reader = Reader((PLAIN,))
    with open_pages(file) as pages:
        for badge in placed:
            for page, box in code_places(template, sheet, badge):
                around = quiet_zone(box)
                picture = box_of(pages, page, (around.x, around.y, around.width, around.height), DPI)
                texts = {reading.text for reading in reader.read(picture).readings}
                if texts != {expected[badge.number]}:
                    raise _wrong(badge, page, len(texts))
            watch(1)


def _wrong(badge: Placed, page: int, texts: int) -> KioskError:
    what = "cannot be read" if texts == 0 else "says something else"
    return KioskError(
        f"badge {badge.number}: its code on page {page} {what}; nothing was printed",
        "look at the template with `kiosk badges preview`; what lies over the code must go",
    )
