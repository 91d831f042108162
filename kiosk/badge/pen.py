"""Own the drawing of one element: a pen that lays down marks, or notes the first reason why they do not fit."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kiosk.badge import elements as el
from kiosk.badge import ink
from kiosk.badge.content import BadgeContent, DayMark
from kiosk.badge.fitting import MM_PER_POINT, Fitted, Measure, fit
from kiosk.badge.fonts import Weight, main_face

_WHITE = "#ffffff"


@dataclass(slots=True)
class Pen:
    """The drawing of one element: operators so far, glyphs used, the first reason against it."""

    height: float
    category: str
    parts: list[str] = field(default_factory=list)
    uses: list[ink.Use] = field(default_factory=list)
    reason: str = ""

    def add(self, operators: str) -> None:
        """Add operators."""
        self.parts.append(operators)

    def result(self, name: str) -> tuple[str, tuple[ink.Use, ...]] | Refusal:
        """Return what was drawn, or the refusal."""
        return Refusal(name, self.reason) if self.reason else ("".join(self.parts), tuple(self.uses))

    def fill(self, box: el.Box, colour: str, radius: float = 0) -> None:
        """Fill a box; no colour is no ink."""
        if colour:
            shape = ink.rectangle(box.x, self.height - box.bottom, box.width, box.height, radius)
            self.add(f"{self._paint(colour)}{shape}f ")

    def stroke(self, box: el.Box, colour: str, width: float, radius: float = 0) -> None:
        """Outline a box on its inside."""
        if colour and width:
            inner = box.inset(width / 2)
            shape = ink.rectangle(inner.x, self.height - inner.bottom, inner.width, inner.height, radius)
            self.add(f"{ink.num(width)} w {self._paint(colour, 'RG')}{shape}S ")

    def text(self, element: el.Text, shown: str) -> None:
        """Draw a text with its ground; an empty text leaves no ink at all."""
        if shown:
            self.fill(element.common.box, element.fill, element.radius)
            self.lines(shown, element.common.box.inset(element.padding), element.style)

    def lines(self, shown: str, box: el.Box, style: el.TextStyle) -> None:
        """Fit a text into a box and draw it."""
        room = Measure(
            box.width, box.height, style.largest, style.smallest, style.lines, style.leading, style.weight
        )
        fitted = fit(shown, room)
        if isinstance(fitted, str):
            self.reason = self.reason or fitted
            return
        self._set(fitted, box, style)

    def rectangle(self, element: el.Rectangle) -> None:
        """Draw a rectangle."""
        self.fill(element.common.box, element.fill, element.radius)
        self.stroke(element.common.box, element.stroke, element.stroke_width, element.radius)

    def rule(self, element: el.Rule) -> None:
        """Draw a straight line."""
        box = element.common.box
        dash = f"[{ink.num(element.dash)}] 0 d " if element.dash else ""
        ends = f"{_nums(box.x, self.height - box.y)} m {_nums(box.right, self.height - box.bottom)} l S "
        width = ink.num(element.stroke_width)
        self.add(f"q {width} w {dash}{self._paint(element.stroke, 'RG')}{ends}Q ")

    def motif(self, element: el.Motif) -> None:
        """Fill a box with a pattern."""
        self.tiled(element.pattern, element.common.box, element.colour, element.pitch)

    def tiled(self, kind: el.Pattern, box: el.Box, colour: str, pitch: float) -> None:
        """Fill a box with a pattern, clipped at its edges."""
        x, y = box.x, self.height - box.bottom
        clip = ink.rectangle(0, 0, box.width, box.height)
        tiles = ink.pattern(kind, box.width, box.height, pitch)
        self.add(f"q 1 0 0 1 {_nums(x, y)} cm {clip}W n {self._paint(colour)}{tiles}f Q ")

    def silhouette(self, element: el.Photo) -> None:
        """Draw a head and shoulders where there is no photo."""
        box = element.common.box
        x, y, w, h = box.x, self.height - box.bottom, box.width, box.height
        clip = ink.rectangle(x, y, w, h, element.radius)
        head = ink.rectangle(x + w * 0.31, y + h * 0.45, w * 0.38, h * 0.36, w * 0.19)
        body = ink.rectangle(x + w * 0.13, y - h * 0.3, w * 0.74, h * 0.68, w * 0.3)
        ground, figure = self._paint(element.ground), self._paint(element.figure)
        self.add(f"q {clip}W n {ground}{ink.rectangle(x, y, w, h)}f {figure}{head}f {body}f Q ")
        self.outline(element)

    def outline(self, element: el.Photo) -> None:
        """Draw the frame of a photo."""
        self.stroke(element.common.box, element.frame, element.frame_width, element.radius)

    def band(self, element: el.Band, content: BadgeContent) -> None:
        """Draw the category: letter in a light field, names on the colour, the category's own pattern."""
        box, style = element.common.box, element.style
        self.fill(box, el.CATEGORY)
        letter = el.Box(box.x, box.y, element.letter, box.height)
        motif = el.Box(box.right - element.pattern, box.y, element.pattern, box.height)
        if element.pattern:
            kind = pattern_of(content.category_letter)
            self.tiled(kind, motif, el.CATEGORY_SHADE, box.height / 2)
        if content.category_letter and element.letter:
            side = min(letter.width, letter.height) * 0.8
            field_ = el.Box(letter.x + (letter.width - side) / 2, box.y + (box.height - side) / 2, side, side)
            self.fill(field_, _WHITE, side * 0.16)
            size = side * 0.78 / main_face(style.weight).capital / MM_PER_POINT
            mark = el.TextStyle(
                style.weight, size, 4, 1, 1, el.Align.CENTRE, el.Valign.MIDDLE, el.CATEGORY_SHADE
            )
            self.lines(content.category_letter, field_, mark)
        names = content.category_names
        if not names:
            return
        pad = box.height * 0.12
        left = letter.right + pad
        room = el.Box(left, box.y + pad, box.right - element.pattern - pad - left, box.height - 2 * pad)
        self._two(names[0], " · ".join(dict.fromkeys(names[1:])), room, style)

    def _two(self, first: str, other: str, room: el.Box, style: el.TextStyle) -> None:
        """Set a name large and its translations small under it."""
        if not other or other == first:
            self.lines(first, room, style)
            return
        share = room.height * 0.62
        upper = el.Box(room.x, room.y, room.width, share * 0.86)
        lower = el.Box(room.x, room.y + share, room.width, room.height - share)
        self.lines(first, upper, style)
        smaller = el.TextStyle(
            style.weight.__class__("regular"), style.largest * 0.55, min(5.0, style.smallest), 1, 1.1,
            style.align, style.valign, style.colour,
        )  # fmt: skip
        self.lines(other, lower, smaller)

    def zones(self, element: el.Zones, labels: Sequence[str]) -> None:
        """Draw labels in a row that wraps; the size is the largest at which all find room."""
        box, style = element.common.box, element.style
        size = style.largest
        while size >= style.smallest and not self.reason:
            placed = _flow(labels, box, style, size)
            if placed is not None:
                for label, at in placed:
                    self.fill(at, element.fill, at.height * 0.22)
                    self.stroke(at, element.stroke, 0.25, at.height * 0.22)
                    chip = el.TextStyle(
                        style.weight, size, size * 0.98, 1, 1, el.Align.CENTRE, el.Valign.MIDDLE, style.colour
                    )
                    self.lines(label, at, chip)
                return
            size -= 0.5
        self.reason = self.reason or f"the zones {', '.join(labels)} find no room at {style.smallest:g} pt"

    def days(self, element: el.Days, marks: Sequence[DayMark]) -> None:
        """Draw a cell for each day: filled where it is allowed, crossed out where it is not."""
        if not marks:
            return
        box, style = element.common.box, element.style
        wide = (box.width - element.gap * (len(marks) - 1)) / len(marks)
        for at, mark in enumerate(marks):
            cell = el.Box(box.x + at * (wide + element.gap), box.y, wide, box.height)
            colour = style.colour if mark.is_allowed else element.off
            if mark.is_allowed:
                self.fill(cell, element.fill, 0.9)
            else:
                self.stroke(cell, element.off, 0.25, 0.9)
                y = self.height - cell.bottom
                cross = (
                    f"{_nums(cell.x + 0.6, y + 0.6)} m {_nums(cell.right - 0.6, y + cell.height - 0.6)} l S "
                )
                self.add(f"q 0.25 w {self._paint(element.off, 'RG')}{cross}Q ")
            self._day(mark.label, cell.inset(min(wide, box.height) * 0.1), style, colour)

    def _day(self, label: str, room: el.Box, style: el.TextStyle, colour: str) -> None:
        small, _, large = label.rpartition(" ")
        split = room.height * (0.36 if small else 0)
        centred = (el.Align.CENTRE, el.Valign.MIDDLE, colour)
        if small:
            upper = el.Box(room.x, room.y, room.width, split * 0.9)
            self.lines(small, upper, el.TextStyle(style.weight, style.largest * 0.55, 3.5, 1, 1, *centred))
        lower = el.Box(room.x, room.y + split, room.width, room.height - split)
        self.lines(large, lower, el.TextStyle(style.weight, style.largest, style.smallest, 1, 1, *centred))

    def _set(self, fitted: Fitted, box: el.Box, style: el.TextStyle) -> None:
        em = fitted.size * MM_PER_POINT
        capital = main_face(style.weight).capital * em
        block = capital + fitted.pitch * (len(fitted.lines) - 1)
        spare = {el.Valign.TOP: 0.0, el.Valign.MIDDLE: 0.5, el.Valign.BOTTOM: 1.0}[style.valign]
        baseline = self.height - box.y - (box.height - block) * spare - capital
        self.add(f"BT {self._paint(style.colour)}")
        rtl_first = bool(fitted.lines) and fitted.lines[0].is_rtl
        for nth, line in enumerate(fitted.lines):
            drawn, uses, _ = ink.line_of(line.text, style.weight)
            free = box.width - line.width * em
            at_right = style.align is el.Align.RIGHT or (style.align is el.Align.START and rtl_first)
            shift = free if at_right else free / 2 if style.align is el.Align.CENTRE else 0.0
            place = _nums(em, 0, 0, em, box.x + shift, baseline - nth * fitted.pitch)
            self.add(f"{place} Tm {drawn}")
            self.uses.extend(uses)
        self.add("ET ")

    def _paint(self, colour: str, operator: str = "rg") -> str:
        return ink.paint(ink.resolve(colour, self.category), operator)


def pattern_of(letter: str) -> el.Pattern:
    """Choose the pattern that goes with a category's letter."""
    kinds = list(el.Pattern)
    return kinds[sum(letter.encode()) % len(kinds)]


def _flow(
    labels: Sequence[str], box: el.Box, style: el.TextStyle, size: float
) -> list[tuple[str, el.Box]] | None:
    """Place labels in rows, or None where they need more room."""
    em = size * MM_PER_POINT
    tall, gap, pad = em * 1.5, em * 0.35, em * 0.5
    x, y = box.x, box.y
    placed: list[tuple[str, el.Box]] = []
    for label in labels:
        fitted = fit(label, Measure(box.width - 2 * pad, tall, size, size, 1, 1, style.weight))
        if isinstance(fitted, str):
            return None
        wide = max(fitted.lines[0].width * em + 2 * pad, tall)
        if x > box.x and x + wide > box.right + 0.01:
            x, y = box.x, y + tall + gap
        if y + tall > box.bottom + 0.01:
            return None
        placed.append((label, el.Box(x, y, wide, tall)))
        x += wide + gap
    return placed


