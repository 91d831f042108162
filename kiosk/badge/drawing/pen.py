"""Drawing one element: a pen that draws marks, or notes why they do not fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kiosk.badge.design import elements as el
from kiosk.badge.drawing import operators as ops
from kiosk.badge.drawing.clearance import FREE, HAIR, Clearance
from kiosk.badge.drawing.content import BadgeContent
from kiosk.badge.drawing.places import FLAT, clear_of, flow, framed, mirrored
from kiosk.badge.text.fitting import MM_PER_POINT, Fitted, Measure, Particles, fit
from kiosk.badge.text.fonts import Weight, main_face

_WHITE = "#ffffff"
_DEPTH = 0.2
"""How far descenders reach under the baseline, in ems."""
_ACCENT = 0.28
"""How far common accents reach above capitals, in ems."""
_LETTERED = (
    el.Pattern.DIAGONALS,
    el.Pattern.DOTS,
    el.Pattern.CHEVRONS,
    el.Pattern.BARS,
    el.Pattern.DIAMONDS,
    el.Pattern.CROSSES,
    el.Pattern.STAIRS,
    el.Pattern.TRIANGLES,
)
"""The patterns that stand for letters; new ones are only added at the end, so that none changes."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One element, drawn.

    Attributes:
        operators: PDF operators in millimetres.
        uses: the glyphs that they name.
        end: for a text, where its last line ends: millimetres from the top; 0 if nothing was written.
        reason: why it does not fit, or "".
    """

    operators: str
    uses: tuple[ops.Use, ...]
    end: float
    reason: str


@dataclass(slots=True)
class Pen:
    """The drawing of one element: operators so far, glyphs used, the first reason why it does not fit."""

    height: float
    category: str
    parts: list[str] = field(default_factory=list)
    uses: list[ops.Use] = field(default_factory=list)
    reason: str = ""
    end: float = 0.0

    def add(self, operators: str) -> None:
        """Add operators."""
        self.parts.append(operators)

    def result(self) -> Stroke:
        """Return what was drawn, or the reason why it does not fit."""
        return Stroke("".join(self.parts), tuple(self.uses), self.end, self.reason)

    def fill(self, box: el.Box, colour: str, radius: float = 0) -> None:
        """Fill a box; without a colour draw nothing."""
        if colour:
            shape = ops.rectangle(box.x, self.height - box.bottom, box.width, box.height, radius)
            self.add(f"{self._paint(colour)}{shape}f ")

    def stroke(self, box: el.Box, colour: str, width: float, radius: float = 0) -> None:
        """Outline a box along its inside."""
        if colour and width:
            inner, middle = box.inset(width / 2), max(radius - width / 2, 0)
            shape = ops.rectangle(inner.x, self.height - inner.bottom, inner.width, inner.height, middle)
            self.add(f"{ops.num(width)} w {self._paint(colour, 'RG')}{shape}S ")

    def text(self, element: el.Text, wordings: Sequence[str], clear: Clearance = FREE) -> None:
        """Draw a text with its background, in the first wording that fits; draw nothing for an empty one."""
        if not wordings[0]:
            return
        box, style = element.common.box.inset(element.padding), element.style
        particles = Particles.HELD if element.may_shorten else Particles.SPLIT_LAST
        room = _room(box, style, clear, particles)
        tried = [fit(wordings[0], room)]
        for wording in wordings[1:]:
            if not isinstance(tried[-1], str):
                break
            tried.append(fit(wording, room))
        fitted = tried[-1]
        if isinstance(fitted, str):
            self.reason = self.reason or str(tried[0]) + (", nor when shortened" if len(tried) > 1 else "")
            return
        self.fill(element.common.box, element.fill, element.radius)
        self._set(fitted, box, style, clear)

    def lines(
        self, shown: str, box: el.Box, style: el.TextStyle, clear: Clearance = FREE
    ) -> tuple[el.Box, ...]:
        """Fit a text into a box and draw it; return the box of its marks, or none."""
        fitted = fit(shown, _room(box, style, clear))
        if isinstance(fitted, str):
            self.reason = self.reason or fitted
            return ()
        return (self._set(fitted, box, style, clear),)

    def shape(self, element: el.Rectangle | el.Rule) -> None:
        """Draw an element without text."""
        box = element.common.box
        match element:
            case el.Rectangle():
                # Filled to the middle of its outline: up to its edge, the fill would show as a rim.
                bare = element.stroke_width / 2 if element.stroke else 0
                self.fill(box.inset(bare), element.fill, max(element.radius - bare, 0))
                self.stroke(box, element.stroke, element.stroke_width, element.radius)
            case el.Rule():
                dash = f"[{ops.num(element.dash)}] 0 d " if element.dash else ""
                start, stop = (
                    ops.nums(box.x, self.height - box.y),
                    ops.nums(box.right, self.height - box.bottom),
                )
                width = ops.num(element.stroke_width)
                self.add(f"q {width} w {dash}{self._paint(element.stroke, 'RG')}{start} m {stop} l S Q ")

    def picture(self, element: el.Picture) -> None:
        """Draw a picture in its place, clipped to its box."""
        box, placed = element.common.box, element.placed
        clip = ops.rectangle(box.x, self.height - box.bottom, box.width, box.height)
        place = ops.nums(placed.width, 0, 0, placed.height, placed.x, self.height - placed.bottom)
        self.add(f"q {clip}W n {place} cm /I Do Q ")

    def tiled(self, kind: el.Pattern, box: el.Box, colour: str, pitch: float) -> None:
        """Fill a box with whole tiles of a pattern, at about the pitch."""
        x, y = box.x, self.height - box.bottom
        columns, rows = ops.whole(box.width, box.height, pitch)
        clip = ops.rectangle(0, 0, columns, rows)
        place = f"{box.width / columns:.6f} 0 0 {box.height / rows:.6f} {ops.nums(x, y)}"
        tiles = ops.pattern(kind, columns, rows)
        self.add(f"q {place} cm {clip}W n {self._paint(colour)}{tiles}f Q ")

    def silhouette(self, element: el.PhotoBox) -> None:
        """Draw a head and shoulders in place of a photo."""
        box, radius = framed(element)
        x, y, w, h = box.x, self.height - box.bottom, box.width, box.height
        clip = ops.rectangle(x, y, w, h, radius)
        head = ops.rectangle(x + w * 0.31, y + h * 0.45, w * 0.38, h * 0.36, w * 0.19)
        body = ops.rectangle(x + w * 0.13, y - h * 0.3, w * 0.74, h * 0.68, w * 0.3)
        ground, figure = self._paint(element.ground), self._paint(element.figure)
        self.add(f"q {clip}W n {ground}{ops.rectangle(x, y, w, h)}f {figure}{head}f {body}f Q ")
        self.outline(element)

    def outline(self, element: el.PhotoBox) -> None:
        """Draw the frame of a photo."""
        self.stroke(element.common.box, element.frame, element.frame_width, element.radius)

    def band(self, element: el.Band, content: BadgeContent) -> None:
        """Draw the category: its letter in a light field, its names on its colour, its own pattern."""
        box, style = element.common.box, element.style
        self.fill(box, el.CATEGORY)
        if element.pattern:
            motif = el.Box(box.right - element.pattern, box.y, element.pattern, box.height)
            self._motifs(motif, content.category_letter, el.CATEGORY_PATTERN, box.height / 2)
        if content.category_letter and element.letter:
            side = box.height * 0.8
            indent = element.indent or (element.letter - side) / 2
            place = el.Box(box.x + indent, box.y + box.height * 0.1, side, side)
            self.fill(place, _WHITE, side * 0.16)
            size = side * 0.74 / main_face(style.weight).capital / MM_PER_POINT
            sized = plain(style, size, el.CATEGORY_SHADE)
            if len(content.category_letter) > 1:  # two share the field of one, with space at their sides
                sized = replace(sized, largest=size * 0.72, smallest=size * 0.4)
            self.lines(content.category_letter, place.inset(side * 0.08), sized)
        if content.category_names:
            left = box.x + element.letter
            room = el.Box(left, box.y, box.right - element.pattern - left - 1, box.height)
            first, *others = dict.fromkeys(content.category_names)
            self._two(first, " · ".join(others), room, style)

    def motif(self, element: el.Motif, letters: str) -> None:
        """Fill a box with a pattern, or with that of the category's letters."""
        if element.pattern is el.Pattern.CATEGORY:
            self._motifs(element.common.box, letters, element.colour, element.pitch)
        else:
            self.tiled(element.pattern, element.common.box, element.colour, element.pitch)

    def _motifs(self, box: el.Box, letters: str, colour: str, pitch: float) -> None:
        """Draw the patterns of the letters side by side, the second one mirrored."""
        found = patterns_of(letters)
        wide = box.width / len(found)
        behind = _WHITE if colour == el.CATEGORY else el.CATEGORY
        for at, (kind, scale) in enumerate(found):
            part = el.Box(box.x + at * wide, box.y, wide, box.height)
            self.fill(part, colour if at else "")
            self.tiled(kind, part, behind if at else colour, pitch * scale)

    def _two(self, first: str, other: str, room: el.Box, style: el.TextStyle) -> None:
        """Set a name large with its translations small under it, or centred if there are none."""
        height = room.height
        edge = height * 0.035
        if not other:
            inside = Clearance(-edge, -edge)
            self.lines(first, room, replace(style, valign=el.Valign.MIDDLE), inside)
            return
        least = _least(style)
        tall = max(height * 0.165, least * MM_PER_POINT * main_face(Weight.REGULAR).capital * 1.01)
        upper = el.Box(room.x, room.y + height * 0.13, room.width, height * 0.45)
        lower = el.Box(room.x, room.y + height * 0.935 - tall, room.width, tall)
        tails = lower.y - upper.bottom - HAIR - least * MM_PER_POINT * _ACCENT
        large = replace(style, valign=el.Valign.BOTTOM)
        for written in self.lines(first, upper, large, Clearance(upper.y - room.y - edge, tails)):
            small = replace(style, weight=Weight.REGULAR, largest=style.largest * 0.5, smallest=least)
            clear = Clearance(lower.y - written.bottom - HAIR, room.bottom - lower.bottom - edge)
            self.lines(other, lower, replace(small, valign=el.Valign.TOP), clear)

    def zones(self, element: el.Zones, content: BadgeContent) -> None:
        """Draw labels in rows, else a list separated by dots, at the largest size at which all fit.

        On a badge that is read from right to left, so are the rows.
        """
        box, style, labels = element.common.box, element.style, content.zones
        for size in _sizes(style):
            placed = flow(labels, box, style, size)
            if placed is not None:
                for label, at in placed:
                    there = mirrored(at, box) if content.runs_rtl else at
                    self.fill(there, element.fill, at.height * 0.22)
                    self.stroke(there, element.stroke, 0.25, at.height * 0.22)
                    self.lines(label, there, plain(style, size, style.colour))
                return
        listed = " · ".join(labels)
        align = el.Align.RIGHT if content.runs_rtl else style.align
        for size in _sizes(style):
            sized = replace(style, largest=size, smallest=size, lines=len(labels), align=align)
            if not self._tried(partial(Pen.lines, shown=listed, box=box, style=sized)):
                return
        self.reason = self.reason or f"the zones {', '.join(labels)} do not fit at {style.smallest:g} pt"

    def days(self, element: el.Days, content: BadgeContent) -> None:
        """Draw a cell for each day, in as few rows as their labels fit in."""
        reasons = []
        for rows in range(1, len(content.days) + 1):
            reason = self._tried(partial(Pen.cells, element=element, content=content, rows=rows))
            if not reason:
                return
            reasons.append(reason)
        self.reason = self.reason or "".join(reasons[:1])

    def _tried(self, draw: Callable[["Pen"], object]) -> str:
        """Draw with another pen; keep what it drew if everything fits, else return why not."""
        other = Pen(self.height, self.category)
        draw(other)
        if not other.reason:
            self.parts.extend(other.parts)
            self.uses.extend(other.uses)
        return other.reason

    def cells(self, element: el.Days, content: BadgeContent, rows: int) -> None:
        """Draw the days in this many rows: filled if allowed, crossed out if not."""
        box, style, gap, marks = element.common.box, element.style, element.gap, content.days
        columns = -(-len(marks) // rows)
        wide = (box.width - gap * (columns - 1)) / columns
        tall = (box.height - gap * (rows - 1)) / rows
        for at, mark in enumerate(marks):
            row, column = divmod(at, columns)
            cell = el.Box(box.x + column * (wide + gap), box.y + row * (tall + gap), wide, tall)
            if content.runs_rtl:
                cell = mirrored(cell, box)
            room = cell.inset(min(wide, tall) * 0.1)
            if mark.is_allowed:
                self.fill(cell, element.fill, 0.9)
                self._day(mark.label, room, style, style.colour)
            else:
                self.stroke(cell, element.off, 0.25, 0.9)
                written = self._day(mark.label, room, style, element.off)
                for start, stop in clear_of(cell.inset(0.6), written):
                    y0, y1 = self.height - start[1], self.height - stop[1]
                    cross = f"{ops.nums(start[0], y0)} m {ops.nums(stop[0], y1)} l S "
                    self.add(f"q 0.4 w {self._paint(element.off, 'RG')}{cross}Q ")

    def _day(self, label: str, room: el.Box, style: el.TextStyle, colour: str) -> tuple[el.Box, ...]:
        """Write the weekday small above the day of the month, or before it in a flat cell."""
        small, _, large = ("", "", label) if room.width > FLAT * room.height else label.rpartition(" ")
        centred = replace(style, align=el.Align.CENTRE, valign=el.Valign.MIDDLE, colour=colour)
        around = min(room.width, room.height) * 0.08  # of the space around it
        air = Clearance(around, around)
        if not small:
            return self.lines(large, room, centred, air)
        split = room.height * 0.36
        upper = el.Box(room.x, room.y, room.width, split * 0.9)
        lower = el.Box(room.x, room.y + split, room.width, room.height - split)
        least = _least(style)
        weekday = replace(centred, largest=max(style.largest * 0.55, least), smallest=least)
        written = self.lines(small, upper, weekday, Clearance(air.above, split * 0.1 + HAIR))
        top = max([lower.y, *(one.bottom + HAIR for one in written)])
        rest = el.Box(lower.x, top, lower.width, lower.bottom - top)
        return written + self.lines(large, rest, centred, Clearance(0, air.under))

    def _set(self, fitted: Fitted, box: el.Box, style: el.TextStyle, clear: Clearance) -> el.Box:
        """Write lines; return the box of their marks."""
        em = fitted.size * MM_PER_POINT
        capital, lines = main_face(style.weight).capital * em, fitted.lines
        later = fitted.pitch * (len(lines) - 1)
        spare = {el.Valign.TOP: 0.0, el.Valign.MIDDLE: 0.5, el.Valign.BOTTOM: 1.0}[style.valign]
        first = box.y + (box.height - capital - later) * spare + capital
        # Accents that reach too high move the lines down, descenders that reach too low move them up.
        first = max(first, box.y - clear.above + lines[0].rise * em)
        first = min(first, box.bottom + clear.under - lines[-1].depth * em - later)
        self.add(f"BT {self._paint(style.colour)}")
        left, right = box.right, box.x
        for nth, line in enumerate(lines):
            drawn, uses = ops.line_of(line)
            free = box.width - line.width * em
            at_right = style.align is el.Align.RIGHT or (style.align is el.Align.START and line.is_rtl)
            shift = free if at_right else free / 2 if style.align is el.Align.CENTRE else 0.0
            left, right = min(left, box.x + shift), max(right, box.x + shift + line.width * em)
            place = ops.nums(em, 0, 0, em, box.x + shift, self.height - first - nth * fitted.pitch)
            self.add(f"{place} Tm {drawn}")
            self.uses.extend(uses)
        self.add("ET ")
        self.end = first + later + max(_DEPTH, lines[-1].depth) * em
        top = first - lines[0].rise * em
        return el.Box(left, top, right - left, first + later + lines[-1].depth * em - top)

    def _paint(self, colour: str, operator: str = "rg") -> str:
        return ops.paint(ops.resolve(colour, self.category), operator)


def _room(
    box: el.Box, style: el.TextStyle, clear: Clearance, particles: Particles = Particles.SPLIT_LAST
) -> Measure:
    sizes = (style.largest, style.smallest, style.lines, style.leading, style.weight)
    return Measure(box.width, box.height, *sizes, particles, clear.above, clear.under, style.wrap_under)


def patterns_of(letters: str) -> tuple[tuple[el.Pattern, float], ...]:
    """Choose the patterns and their scales for the first two of a category's letters.

    No two letters A to Z share both, so categories with different letters look different.
    """
    kinds = _LETTERED
    found = []
    for letter in letters[:2] or "A":
        nth = ord(letter) - ord("A")
        turn = nth // len(kinds)
        found.append((kinds[(nth + turn) % len(kinds)], (1.0, 0.62, 0.8, 0.5)[turn % 4]))
    return tuple(found)


def plain(style: el.TextStyle, size: float, colour: str) -> el.TextStyle:
    """Return the style of one centred word at about one size."""
    return el.TextStyle(style.weight, size, size * 0.97, 1, 1, el.Align.CENTRE, el.Valign.MIDDLE, colour)


def _sizes(style: el.TextStyle) -> Iterator[float]:
    """Yield the sizes of a style downwards in half points, the smallest last."""
    size = style.largest
    while size > style.smallest:
        yield size
        size -= 0.5
    yield style.smallest


def _least(style: el.TextStyle) -> float:
    """Return the smallest size for small print beside a text of this style."""
    return min(5.0, style.smallest)
