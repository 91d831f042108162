"""Sheets of several badges: their grid, their crop marks, their back side."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.badge.design.elements import Box, Template
from kiosk.badge.design.template import list_templates
from kiosk.badge.design.toml_table import Table, near, read_plain, read_toml
from kiosk.badge.drawing.content import Placed
from kiosk.badge.drawing.operators import num
from kiosk.badge.pdf.calibration import NONE, Calibration
from kiosk.domain.errors import KioskError
from kiosk.domain.wording import Phrase

_TOLERANCE = 0.05
_MARK = 4.0
_MARK_GAP = 1.0
_INDEX, _BESIDE = 2.4, 1.8
"""The height of an index, and its distance from the badges."""
_WIDE = 35.0
_MARGIN = _BESIDE + _INDEX + 4.0
"""The least margin for an index: few printers reach the edge of the paper."""


class Marks(StrEnum):
    """The marks that help to cut a sheet."""

    NONE = "none"
    CROP = "crop"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper with equal places for badges; millimetres from its top left."""

    name: str
    title: str
    width: float
    height: float
    columns: int
    rows: int
    cell_width: float
    cell_height: float
    left: float
    top: float
    gap_x: float
    gap_y: float
    marking: Marks

    @property
    def places(self) -> int:
        """The number of badges on one sheet."""
        return self.columns * self.rows

    def origin(self, template: Template, slot: int, side: int) -> tuple[float, float]:
        """Return the bottom left of a badge, centred in its place, as `corner` does of the place.

        Centred, because only so do both sides of a badge smaller than its place line up.
        """
        x, y = self.corner(slot, side)
        return x + (self.cell_width - template.width) / 2, y + (self.cell_height - template.height) / 2

    @property
    def has_margin(self) -> bool:
        """Whether there is room outside the places for an index, which shows where to resume after a jam."""
        return self.index_box(0) is not None

    @property
    def is_single(self) -> bool:
        """Whether the sheet is one badge and nothing else."""
        return self.name == ""

    def check(self, template: Template, first: int) -> None:
        """Refuse a template that does not fit a place, or a first place that does not exist.

        Raises:
            KioskError: either is wrong; the hint says what would fit.
        """
        if not 0 <= first < self.places:
            raise KioskError(
                "the first place must be from 1 to {places}, not {first}", places=self.places, first=first + 1
            )
        wide, tall = template.width - self.cell_width, template.height - self.cell_height
        if wide > _TOLERANCE or tall > _TOLERANCE:
            raise KioskError(
                "{template} ({width:g} x {height:g} mm) does not fit {title}",
                "its places measure {cell_width:g} x {cell_height:g} mm",
                template=template.name,
                width=template.width,
                height=template.height,
                title=self.title,
                cell_width=self.cell_width,
                cell_height=self.cell_height,
            )

    def corner(self, slot: int, side: int) -> tuple[float, float]:
        """Return the bottom left of a place, from the sheet's bottom left; side 1 is the mirrored back."""
        row, column = divmod(slot, self.columns)
        x = self.left + column * (self.cell_width + self.gap_x)
        if side:  # turned over its long edge, the first column is at the right
            x = self.width - x - self.cell_width
        return x, self.height - self.top - row * (self.cell_height + self.gap_y) - self.cell_height

    def index_box(self, side: int, slot: int = 0) -> Box | None:
        """Return an index's place, between the crop marks above or below the places; None without a margin.

        A sheet put back into the printer already has an index: that of a later start goes on the other side
        if possible, farther to the right the later the place.
        """
        bottom = self.top + self.rows * (self.cell_height + self.gap_y) - self.gap_y
        rows = [self.top - _BESIDE - _INDEX] if self.top >= _MARGIN else []
        rows += [bottom + _BESIDE] if self.height - bottom >= _MARGIN else []
        if not rows:
            return None
        wide = self.cell_width - 2 * _BESIDE
        if slot == 0:
            return Box(self.corner(0, side)[0] + _BESIDE, rows[0], wide, _INDEX)
        parts = max(1, int(wide / _WIDE))
        column, part = divmod(slot * self.columns * parts // self.places, parts)
        x, _ = self.corner(column, side)
        return Box(x + _BESIDE + part * wide / parts, rows[-1], wide / parts, _INDEX)

    def marks(self, side: int) -> str:
        """Draw crop marks outside the places, if the sheet has any; side 1 is the mirrored back."""
        if self.marking is not Marks.CROP:
            return ""
        wide = self.columns * (self.cell_width + self.gap_x) - self.gap_x
        left = self.width - self.left - wide if side else self.left
        right = left + wide
        bottom = self.top + self.rows * (self.cell_height + self.gap_y) - self.gap_y
        xs = [
            left + c * (self.cell_width + self.gap_x) + e
            for c in range(self.columns)
            for e in (0, self.cell_width)
        ]
        ys = [
            self.top + r * (self.cell_height + self.gap_y) + e
            for r in range(self.rows)
            for e in (0, self.cell_height)
        ]
        strokes = [
            _upright(x, y, self.height)
            for x in xs
            for y in (self.top - _MARK_GAP - _MARK, bottom + _MARK_GAP)
        ]
        strokes += [
            _level(x, y, self.height) for y in ys for x in (left - _MARK_GAP - _MARK, right + _MARK_GAP)
        ]
        return f"0.1 w 0 G {''.join(dict.fromkeys(strokes))}S\n"

    def cuts(self) -> str:
        """Draw hairlines over the badges, along the lines where places touch, to cut by."""
        if self.marking is not Marks.CUT:
            return ""
        wide, tall = self.width, self.height
        xs = [self.left + c * self.cell_width for c in range(1, self.columns)]
        ys = [self.top + r * self.cell_height for r in range(1, self.rows)]
        strokes = [_upright(x, y, tall) for x in xs for y in (0, _MARK, tall - 2 * _MARK, tall - _MARK)]
        strokes += [_level(x, y, tall) for y in ys for x in (0, _MARK, wide - 2 * _MARK, wide - _MARK)]
        lines = "".join(strokes)
        return f"q 0.3 w 1 G {lines}S 0.1 w 0 G {lines}S Q\n"  # white beside black: visible on any background


def single(template: Template) -> Sheet:
    """Return a sheet of one badge."""
    size = (template.width, template.height)
    return Sheet("", template.title, *size, 1, 1, *size, 0, 0, 0, 0, Marks.NONE)


def code_places(
    template: Template, sheet: Sheet | None, placed: Placed, calibration: Calibration = NONE
) -> tuple[tuple[int, Box], ...]:
    """Return where in the file a badge's codes are: page from 1, box in millimetres from its top left."""
    paper = sheet or single(template)
    found = []
    for side, box in template.codes:
        x, bottom = paper.origin(template, placed.slot - 1, side)
        top = paper.height - bottom - template.height
        meant = Box(x + box.x, top + box.y, box.width, box.height)
        found.append((placed.page + side, calibration.place(meant)))
    return tuple(found)


def list_sheets(folder: Path) -> tuple[str, ...]:
    """List the names of the sheets in a folder's ``sheets``."""
    return list_templates(folder / "sheets")


def load_sheet(folder: Path, name: str) -> Sheet:
    """Read a sheet from ``sheets`` in a folder of templates.

    Raises:
        KioskError: there is no such sheet, or it has a mistake, named with file, line and what was expected.
    """
    known = list_sheets(folder)
    if name not in known:
        hint = near(name, known) or Phrase("known: {known}", known=", ".join(known))
        raise KioskError("no sheet {name!r}", hint, name=name)
    raw = read_plain(folder / "sheets", folder / "sheets" / f"{name}.toml")
    source, values = read_toml(f"sheets/{name}.toml", raw)
    table = Table(source, "", 0, "sheet", values)
    width, height = table.numbers("size", ("width", "height"))
    columns, rows = table.numbers("grid", ("columns", "rows"))
    cell_width, cell_height = table.numbers("cell", ("width", "height"))
    left, top = table.numbers("start", ("left", "top"))
    gap_x, gap_y = table.numbers("gap", ("across", "down"))
    sheet = Sheet(
        name, table.text("title"), width, height, int(columns), int(rows), cell_width, cell_height,
        left, top, gap_x, gap_y, table.choice("marks", Marks, Marks.NONE),
    )  # fmt: skip
    table.close()
    across = left + columns * (cell_width + gap_x) - gap_x
    down = top + rows * (cell_height + gap_y) - gap_y
    if columns < 1 or rows < 1 or across > width + _TOLERANCE or down > height + _TOLERANCE:
        raise table.wrong("grid", f"{int(columns)} x {int(rows)} places do not fit {width:g} x {height:g} mm")
    return sheet


def _upright(x: float, y: float, height: float) -> str:
    return f"{num(x)} {num(height - y)} m {num(x)} {num(height - y - _MARK)} l "


def _level(x: float, y: float, height: float) -> str:
    return f"{num(x)} {num(height - y)} m {num(x + _MARK)} {num(height - y)} l "
