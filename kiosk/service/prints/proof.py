"""The proof of a print: every code on the pages is read back before the file appears.

1. Each code alone, at the printer's resolution and as a cheap webcam sees it: one plain look and no second,
   because a gate's camera must be able to read it without all of a reader's efforts.
2. Some pages whole, front and back: the first of each design, and one in fifty of the rest, chosen by their
   codes. They show the codes of their badges and no others.
3. The first page that fails ends the proof: nothing of that batch is released.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kiosk.badge.code import MODULES, QUIET
from kiosk.badge.design.elements import Box, Template
from kiosk.badge.design.template import quiet_zone
from kiosk.badge.drawing.content import Placed
from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.badge.pdf.raster import Pages, box_of, open_pages, page_of
from kiosk.badge.pdf.sheet import Sheet, code_places
from kiosk.domain.errors import KioskError
from kiosk.vision.decoders import zxing_upright
from kiosk.vision.degrade import at_webcam_quality
from kiosk.vision.reader import Reader
from kiosk.vision.reading import Image
from kiosk.vision.tiers import When, WholeTier, plain

DPI = 300
"""Dots an inch: what an office printer puts on paper."""
WHOLE_DPI = 150
"""Dots an inch for whole pages: enough for any code that a gate's camera could read from them."""
ONE_IN = 50
"""One sheet in this many is read whole."""
_AHEAD = 16
"""Pictures that may wait for the reader."""
_SHOWN = 60
_LOOK = WholeTier("proof", When.ALWAYS, plain, zxing_upright)
"""One look, less than a gate gives a frame: neither inverted nor reduced."""

Designs = Mapping[str, Template]
Judge = Callable[[], None]
"""Read one picture; raises KioskError if it does not say what it should."""


@dataclass(frozen=True, slots=True)
class PrintedWith:
    """What a file was printed with.

    Attributes:
        designs: each by the name that the badges use for it.
        sheet: None for one badge a page.
        calibration: the printer's deviation.
    """

    designs: Designs
    sheet: Sheet | None = None
    calibration: Calibration = NONE


def prove(
    file: Path,
    printed: PrintedWith,
    placed: Iterable[Placed],
    expected: Mapping[str, str],
    watch: Callable[[int], None],
) -> None:
    """Read back every code in a PDF of badges.

    Pages are drawn in this thread and read in another, so that two cores are used.

    Args:
        file: the PDF.
        printed: what it was printed with.
        placed: where each badge is.
        expected: the credential of each badge, by its printed number.
        watch: called with 1 after each badge.

    Raises:
        KioskError: a code cannot be read or says something else, or a page shows an extra one; the message
            names the badge, the page and the fault.
    """
    proof = _Proof(printed, tuple(placed), expected)
    waiting: deque[tuple[Future[None], int]] = deque()

    def settle() -> None:
        verdict, badges = waiting.popleft()
        verdict.result()
        if badges:
            watch(badges)

    with open_pages(file) as pages, ThreadPoolExecutor(max_workers=1) as eye:
        for judge, badges in proof.pictures(pages):
            waiting.append((eye.submit(judge), badges))
            if len(waiting) > _AHEAD:
                settle()
        while waiting:
            settle()


@dataclass(frozen=True, slots=True)
class _Proof:
    """What a file is checked against."""

    printed: PrintedWith
    placed: tuple[Placed, ...]
    expected: Mapping[str, str]

    def pictures(self, pages: Pages) -> Iterator[tuple[Judge, int]]:
        """Draw the pictures to read, each with how many badges are done after it."""
        whole = self._whole()
        for badge in self.placed:
            for page, box in self._codes(badge):
                around = quiet_zone(box)
                picture = box_of(pages, page, (around.x, around.y, around.width, around.height), DPI)
                yield self._code(badge, page, picture), 0
            if badge is whole.get(badge.page, [None])[-1]:
                yield from self._sides(pages, badge.page, whole[badge.page])
            yield _nothing, 1

    def _template(self, badge: Placed) -> Template:
        return self.printed.designs[badge.template]

    def _codes(self, badge: Placed) -> tuple[tuple[int, Box], ...]:
        return code_places(self._template(badge), self.printed.sheet, badge, self.printed.calibration)

    def _whole(self) -> dict[int, list[Placed]]:
        """Choose the sheets to read whole, by the page of their front; with the badges on them.

        The choice follows from the credentials: the same batch has the same sample, and no one without the
        keys can know beforehand which pages are checked.
        """
        sheets: dict[int, list[Placed]] = {}
        first: dict[str, int] = {}
        for badge in self.placed:
            sheets.setdefault(badge.page, []).append(badge)
            first.setdefault(badge.template, badge.page)
        drawn = sorted(sheets, key=lambda page: self._lot(sheets[page]))[: -(-len(sheets) // ONE_IN)]
        return {page: sheets[page] for page in {*first.values(), *drawn}}

    def _lot(self, badges: list[Placed]) -> bytes:
        said = " ".join(self.expected[badge.number] for badge in badges)
        return hashlib.blake2b(said.encode(), digest_size=8).digest()

    def _sides(self, pages: Pages, front: int, badges: list[Placed]) -> Iterator[tuple[Judge, int]]:
        has_back = any(self._template(badge).back for badge in badges)
        for page in (front, front + 1) if has_back else (front,):
            due = [badge for badge in badges for at, _ in self._codes(badge) if at == page]
            yield self._page(badges, due, page, page_of(pages, page, WHOLE_DPI)), 0

    def _code(self, badge: Placed, page: int, picture: Image) -> Judge:
        """Return the check of a single code: sharp, then as a webcam sees it."""
        expected = self.expected[badge.number]

        def judge() -> None:
            for quality, look in _QUALITIES:
                texts = {reading.text for reading in Reader((_LOOK,)).read(look(picture)).readings}
                if texts != {expected}:
                    others = sorted(texts - {expected})
                    wrong = f"cannot be read at {quality}"
                    if others:
                        wrong = f"says something else: {self._said(others[0])}"
                    raise _stop(f"badge {badge.number}: its code on page {page} {wrong}")

        return judge

    def _page(self, badges: list[Placed], due: list[Placed], page: int, picture: Image) -> Judge:
        """Return the check of a whole page: the codes of its badges, as often as printed, and no others."""

        def judge() -> None:
            found = [reading.text for reading in Reader().read(picture).readings]
            for badge in due:
                if self.expected[badge.number] not in found:
                    raise _stop(f"badge {badge.number}: its code cannot be read on the whole of page {page}")
                found.remove(self.expected[badge.number])
            if found:
                raise _stop(f"{_named(badges)}: page {page} shows one code too many: {self._said(found[0])}")

        return judge

    def _said(self, text: str) -> str:
        """Report what a code says, without repeating a credential."""
        for number, credential in self.expected.items():
            if text == credential:
                return f"the code of badge {number}"
        plain = "".join(char if char.isprintable() else " " for char in text[:_SHOWN])
        return f'"{plain}"'


def _as_printed(picture: Image) -> Image:
    return picture


def _by_webcam(picture: Image) -> Image:
    return at_webcam_quality(picture, MODULES + 2 * QUIET)


_QUALITIES: tuple[tuple[str, Callable[[Image], Image]], ...] = (
    (f"{DPI} dpi", _as_printed),
    ("webcam quality", _by_webcam),
)


def _nothing() -> None:
    """Judge nothing: all the pictures of a badge have been read."""


def _named(badges: list[Placed]) -> str:
    if len(badges) == 1:
        return f"badge {badges[0].number}"
    return f"badges {badges[0].number} to {badges[-1].number}"


def _stop(what: str) -> KioskError:
    return KioskError(
        "{what}; nothing was printed",
        "look at the template with `kiosk badges preview`; what lies over or beside the code must go",
        what=what,
    )
