"""Badges as one PDF: pages, sheets, photos and fonts, in one pass and little memory."""

import zlib
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.content import BadgeContent, Placed, Rendering, Unfit
from kiosk.badge.drawing.operators import Use, num
from kiosk.badge.drawing.pen import Pen
from kiosk.badge.drawing.photo import measure
from kiosk.badge.pdf.batch import Aside, Backdrop, Designs, Drawers, Drawn, DrawnSide, draw_all
from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.badge.pdf.document import Document
from kiosk.badge.pdf.paged import SCALE, PagedDocument
from kiosk.badge.pdf.pictures import picture_object
from kiosk.badge.pdf.sheet import Sheet, single
from kiosk.badge.text.fonts import Weight
from kiosk.domain.errors import KioskError

_MAX_BACKDROPS = 500
"""Backdrops kept: a batch has one for each category; a bound, so that an odd one cannot fill the memory."""
_INDEX_INK = "#40474e"
_INDEX_STYLE = el.TextStyle(Weight.REGULAR, 9, 6, 1, 1, el.Align.LEFT, el.Valign.MIDDLE, _INDEX_INK)


@dataclass(frozen=True, slots=True)
class Printing:
    """How a batch is printed.

    Attributes:
        made_at: the date that the file carries; the same input and date give the same bytes.
        sheet: the layout; None for one badge a page.
        start_at: the first free place of the first sheet, counted from 1, row by row.
        workers: processes to draw in, unless `drawers` are given.
        watch: called with the outcome of each badge, in order, once it is in the file.
        calibration: the printer's; each page is drawn to compensate for it.
        first: the index of the first badge; a badge that is left out keeps its index.
        total: the index of the last badge. Each sheet with a margin shows which it holds, like
            "2313-2316 / 5000"; 0 for no index.
        drawers: processes that were started early.
    """

    made_at: datetime
    sheet: Sheet | None = None
    start_at: int = 1
    workers: int = 1
    watch: Callable[[Placed | Unfit], None] | None = None
    calibration: Calibration = NONE
    first: int = 1
    total: int = 0
    drawers: Drawers | None = None


def render(
    contents: Iterable[BadgeContent], designs: Designs, out: BinaryIO, printing: Printing
) -> Rendering:
    """Print badges into one PDF.

    Args:
        contents: read as they are needed; memory does not grow with their number.
        designs: the designs by the names that contents give; all alike in size and sides.
        out: written from front to back, never read or sought.
        printing: date, sheet and progress.

    Returns:
        which badges are on which page, and which were left out and why.

    Raises:
        KioskError: the designs differ in size or sides, or do not fit the sheet; a badge names a missing
            design; a design's picture cannot be read.
    """
    pdf = PagedDocument(Document(out))
    template = _common(designs)
    sheet = printing.sheet or single(template)
    writer = _SheetWriter(pdf, template, sheet, printing)
    placed: list[Placed] = []
    unfit: list[Unfit] = []
    index = printing.first
    begun = nullcontext(printing.drawers) if printing.drawers else Drawers(printing.workers)
    with begun as drawers:
        for chunk, asides in draw_all(contents, designs, drawers):
            writer.learn(chunk.backdrops, chunk.uses)
            for outcome, aside in zip(chunk.outcomes, asides, strict=True):
                result = outcome if isinstance(outcome, Unfit) else writer.place(outcome, aside, index)
                index += 1
                if isinstance(result, Unfit):
                    unfit.append(result)
                else:
                    placed.append(result)
                if printing.watch is not None:
                    printing.watch(result)
    titles = dict.fromkeys(design.title for design in designs.values())
    pages = writer.close(" · ".join(titles), printing.made_at)
    return Rendering(pages, tuple(placed), tuple(unfit), printing.made_at)


def _common(designs: Designs) -> el.Template:
    """Return one of the designs, representing the size and sides of all."""
    if not designs:
        raise KioskError("there is no design to print with", "this is a fault of Kiosk; please report it")
    first, *others = designs.values()
    for other in others:
        one, two = _measures(first), _measures(other)
        if one != two:
            raise KioskError(
                "{first} ({one}) and {other} ({two}) cannot be in one file",
                "print them one after the other: give --category, or one --template for all",
                first=first.name,
                one=one,
                other=other.name,
                two=two,
            )
    return first


def _measures(template: el.Template) -> str:
    sides = 2 if template.back else 1
    return f"{template.width:g} x {template.height:g} mm, {sides} side{'s' if sides > 1 else ''}"


@dataclass(slots=True)
class _SheetWriter:
    """A PDF being written: the current sheet, and what all sheets share."""

    pdf: PagedDocument
    template: el.Template
    sheet: Sheet
    printing: Printing
    slot: int = field(init=False)
    scale: int = field(init=False)
    indexes: list[int] = field(default_factory=list)
    delegations: dict[str, None] = field(default_factory=dict)
    backdrops: dict[bytes, str] = field(default_factory=dict)
    pictures: dict[el.Picture, int] = field(default_factory=dict)
    laid: tuple[list[tuple[int, int]], list[tuple[int, int]]] = field(default_factory=lambda: ([], []))

    def __post_init__(self) -> None:
        self.slot = self.printing.start_at - 1
        self.sheet.check(self.template, self.slot)
        # All pages share the stream that scales to millimetres (7.8.2: the streams of a page are joined).
        self.scale = self.document.stream("", self._opening().encode())

    @property
    def document(self) -> Document:
        """The file."""
        return self.pdf.document

    def _opening(self) -> str:
        return SCALE + self.printing.calibration.operators(self.sheet.height)

    def learn(self, backdrops: dict[bytes, Backdrop], uses: Iterable[Use]) -> None:
        """Write new backdrops, and note the glyphs."""
        self.pdf.learn(uses)
        if len(self.backdrops) > _MAX_BACKDROPS:
            self.backdrops.clear()
        for name, backdrop in backdrops.items():
            if name not in self.backdrops:
                self.backdrops[name] = self._backdrop(backdrop)

    def place(self, drawn: Drawn, aside: Aside, index: int) -> Placed:
        """Put one badge in the next free place."""
        photo = aside.photo
        image = self._photo(photo) if photo and any(side.has_photo for side in drawn.sides) else 0
        slot = self.slot
        page = len(self.pdf.pages) + 1
        for side, laid in zip(drawn.sides, self.laid, strict=False):
            if self.sheet.is_single:
                content = self.document.stream("/Filter/FlateDecode", side.person)
                self.pdf.add(f"{self.scale} 0 R {content} 0 R", self._resources(side, image))
            else:
                laid.append((slot, self._form(side, image)))
        self.indexes.append(index)
        self.delegations[aside.delegation] = None
        self.slot += 1
        if self.slot == self.sheet.places:
            self._end_sheet()
        return Placed(drawn.number, page, slot + 1, drawn.template)

    def close(self, title: str, made_at: datetime) -> int:
        """Finish the last sheet and the file; return the number of pages."""
        self._end_sheet()
        return self.pdf.close((self.sheet.width, self.sheet.height), title, made_at)

    def _resources(self, side: DrawnSide, image: int) -> str:
        photo = f"/P {image} 0 R" if image else ""
        return f"/Font {self.pdf.fonts} 0 R/XObject<<{self.backdrops[side.backdrop]}{photo}>>"

    def _form(self, side: DrawnSide, image: int) -> int:
        box = f"/BBox[0 0 {num(self.template.width)} {num(self.template.height)}]"
        entries = (
            f"/Type/XObject/Subtype/Form{box}/Resources<<{self._resources(side, image)}>>/Filter/FlateDecode"
        )
        return self.document.stream(entries, side.person)

    def _backdrop(self, backdrop: Backdrop) -> str:
        """Write a backdrop; return the resources that badges name: the backdrop and its pictures."""
        for picture in backdrop.pictures:
            if picture not in self.pictures:
                self.pictures[picture] = picture_object(self.document, picture)
        named = "".join(f"/I{at} {self.pictures[one]} 0 R" for at, one in enumerate(backdrop.pictures))
        box = f"/BBox[0 0 {num(self.template.width)} {num(self.template.height)}]"
        resources = f"/Resources<</Font {self.pdf.fonts} 0 R/XObject<<{named}>>>>"
        form = self.document.deflated(
            f"/Type/XObject/Subtype/Form{box}{resources}", backdrop.operators.encode("latin-1")
        )
        return f"/B {form} 0 R{named}"

    def _photo(self, jpeg: bytes) -> int:
        size = measure(jpeg)
        if size is None:
            return 0
        width, height, parts = size
        colours = "RGB" if parts == 3 else "Gray"
        return self.document.stream(
            f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/Device{colours}"
            "/BitsPerComponent 8/Filter/DCTDecode",
            jpeg,
        )

    def _end_sheet(self) -> None:
        """Write the current sheet, its back mirrored, and begin the next one."""
        for side, laid in enumerate(self.laid):
            if not laid:
                continue
            names = "".join(f"/K{slot} {form} 0 R" for slot, form in laid)
            index = self._index(side, laid[0][0])
            operators = self._opening() + self.sheet.marks(side) + index
            for slot, _ in laid:
                x, y = self.sheet.origin(self.template, slot, side)
                operators += f"q 1 0 0 1 {num(x)} {num(y)} cm /K{slot} Do Q\n"
            operators += self.sheet.cuts()
            data = zlib.compress(operators.encode(), 6)
            content = self.document.stream("/Filter/FlateDecode", data)
            fonts = f"/Font {self.pdf.fonts} 0 R" if index else ""
            self.pdf.add(f"{content} 0 R", f"{fonts}/XObject<<{names}>>")
            laid.clear()
        self.indexes.clear()
        self.delegations.clear()
        self.slot = 0

    def _index(self, side: int, slot: int) -> str:
        """Print in the margin which badges are on this sheet: after a jam, the last good sheet tells.

        If there is room, also of which delegations, so that sheets can be sorted without reading each badge.
        """
        box = self.sheet.index_box(side, slot)
        if not self.printing.total or box is None:
            return ""
        first, last = self.indexes[0], self.indexes[-1]
        some = f"{first}" if first == last else f"{first}-{last}"
        index = f"{some} / {self.printing.total}"
        pen = Pen(self.sheet.height, _INDEX_INK)
        pen.lines(" · ".join([index, *filter(None, self.delegations)]), box, _INDEX_STYLE)
        if pen.reason:  # the names do not fit, or have a letter that no font has
            pen = Pen(self.sheet.height, _INDEX_INK)
            pen.lines(index, box, _INDEX_STYLE)
        self.pdf.learn(pen.uses)
        return "".join(pen.parts)
