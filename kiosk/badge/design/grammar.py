"""The grammar of a template's elements: the keys of each kind, and their values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.badge.code import MODULES, QUIET
from kiosk.badge.countries import LANGUAGES
from kiosk.badge.design import elements as el
from kiosk.badge.design.picture_shape import shape_of
from kiosk.badge.design.toml_table import Table, inside, near
from kiosk.badge.text.fonts import Weight
from kiosk.domain.errors import KioskError

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\.(png|jpe?g|pdf)", re.IGNORECASE)
_FIELDS = re.compile(r"\{([^{}]*)\}")
MIN_CODE = 28.0
"""A cheap webcam cannot read a code smaller than this."""
_LEAST_LEADING = 0.8
"""In sizes: the height of a capital letter is 0.69."""
INCLUDE = "include"
"""The kind that includes a side of another template; the template's reader handles it."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The reading of the elements of one template: its folder, its page, its named colours."""

    folder: Path
    page: el.Box
    colours: dict[str, str]

    def element(self, table: Table) -> el.Element:
        """Read one element; its place is that of its table until the template changes it."""
        readers: dict[str, Callable[[Table, el.Common], el.Element]] = {
            "text": self._text,
            "photo": self._photo,
            "image": self._picture,
            "rectangle": self._rectangle,
            "line": self._rule,
            "pattern": self._motif,
            "code": self._code,
            "band": self._band,
            "zones": self._zones,
            "days": self._days,
        }
        kind = table.text("kind")
        if kind not in readers:
            kinds = [*readers, INCLUDE]
            raise table.wrong(
                "kind", f"kind must be one of {', '.join(kinds)}, not {kind!r}", near(kind, kinds)
            )
        table.asked.add("name")
        box = el.Box(*table.numbers("box", ("x", "y", "width", "height")))
        if box.right > self.page.width + 0.01 or box.bottom > self.page.height + 0.01:
            size = f"{self.page.width:g} x {self.page.height:g}"
            raise table.wrong("box", f"the box must lie within the badge of {size} mm")
        if kind != "line" and not min(box.width, box.height):
            raise table.wrong("box", "a box needs a width and a height")
        when = table.choice("when", el.Condition, el.Condition.ALWAYS)
        return readers[kind](table, el.Common(table.label, (table.header, table.nth), box, when))

    def _text(self, table: Table, common: el.Common) -> el.Text:
        value = table.take("text")
        by_language = value if isinstance(value, dict) and value else {"": value}
        for key in by_language:
            if key and key not in LANGUAGES:
                expected = f'texts are in {", ".join(LANGUAGES)}, or "" for all others, not in {key!r}'
                raise table.wrong("text", expected, near(key, LANGUAGES))
        padding = table.number("padding", 0)
        if 2 * padding >= min(common.box.width, common.box.height):
            raise table.wrong("padding", f"a padding of {padding:g} mm leaves no room in this box")
        return el.Text(
            common=common,
            pieces=tuple((str(key), _pieces(table, text)) for key, text in by_language.items()),
            style=self._style(table),
            fill=table.colour("fill", self.colours, ""),
            radius=table.number("radius", 0),
            padding=padding,
            follow=table.number("follow", 0),
            may_shorten=table.claim("shorten"),
        )

    def _style(self, table: Table, colour: str = "#000000") -> el.TextStyle:
        largest, smallest = table.numbers("size", ("largest", "smallest"))
        if not 3 <= smallest <= largest:
            raise table.wrong("size", "size must be [largest, smallest] in points, 3 at least")
        leading = table.number("leading", 1.16)
        if leading < _LEAST_LEADING:
            raise table.wrong("leading", f"lines closer than {_LEAST_LEADING} sizes run into each other")
        return el.TextStyle(
            weight=table.choice("weight", Weight, Weight.REGULAR),
            largest=largest,
            smallest=smallest,
            lines=table.count("lines", 1),
            leading=leading,
            align=table.choice("align", el.Align, el.Align.START),
            valign=table.choice("valign", el.Valign, el.Valign.TOP),
            colour=table.colour("colour", self.colours, colour),
            wrap_under=table.number("wrap_under", 0),
        )

    def _photo(self, table: Table, common: el.Common) -> el.PhotoBox:
        across, down = table.numbers("focus", ("across", "down"), (0.5, 0.35))
        if max(across, down) > 1:
            raise table.wrong("focus", f"focus must be two shares from 0 to 1, not [{across:g}, {down:g}]")
        return el.PhotoBox(
            common=common,
            ground=table.colour("ground", self.colours, "#e6e9ec"),
            figure=table.colour("figure", self.colours, "#b4bcc4"),
            frame=table.colour("frame", self.colours, ""),
            frame_width=table.number("frame_width", 0.3),
            radius=table.number("radius", 0),
            focus=(across, down),
        )

    def _picture(self, table: Table, common: el.Common) -> el.Picture:
        name = table.text("file")
        if not _FILE.fullmatch(name):
            raise table.wrong(
                "file", f"file must name a .png, .jpg or .pdf beside the template, not {name!r}"
            )
        try:
            file = inside(self.folder, self.folder / name)
            return el.Picture(common, file, table.choice("fit", el.Fit, el.Fit.INSIDE), shape_of(file))
        except KioskError as wrong:
            raise table.wrong("file", wrong.message, wrong.hint) from wrong

    def _rectangle(self, table: Table, common: el.Common) -> el.Rectangle:
        return el.Rectangle(
            common=common,
            fill=table.colour("fill", self.colours, ""),
            stroke=table.colour("stroke", self.colours, ""),
            stroke_width=table.number("stroke_width", 0.2),
            radius=table.number("radius", 0),
        )

    def _rule(self, table: Table, common: el.Common) -> el.Rule:
        return el.Rule(
            common=common,
            stroke=table.colour("stroke", self.colours),
            stroke_width=table.number("stroke_width", 0.2),
            dash=table.number("dash", 0),
        )

    def _motif(self, table: Table, common: el.Common) -> el.Motif:
        return el.Motif(
            common=common,
            pattern=table.choice("pattern", el.Pattern),
            colour=table.colour("colour", self.colours),
            pitch=max(0.5, table.number("pitch", 3)),
        )

    def _code(self, table: Table, common: el.Common) -> el.Code:
        box = common.box
        if abs(box.width - box.height) > 0.01 or box.width < MIN_CODE:
            raise table.wrong("box", f"a code is a square of at least {MIN_CODE:g} mm")
        quiet = quiet_zone(box)
        if min(quiet.x, quiet.y) < -0.01 or quiet.right > self.page.width + 0.01:
            raise table.wrong(
                "box", f"a code needs {box.width / MODULES * QUIET:.2f} mm of paper on each side"
            )
        if quiet.bottom > self.page.height + 0.01:
            raise table.wrong(
                "box", f"a code needs {box.width / MODULES * QUIET:.2f} mm of paper on each side"
            )
        return el.Code(common)

    def _band(self, table: Table, common: el.Common) -> el.Band:
        letter = table.number("letter", common.box.height)
        pattern = table.number("pattern", common.box.height * 2)
        if letter + pattern >= common.box.width:
            key = "pattern" if table.holds("pattern") else "letter" if table.holds("letter") else "box"
            raise table.wrong(key, "letter and pattern leave no room for the category's name")
        return el.Band(
            common=common,
            style=self._style(table, el.CATEGORY_INK),
            letter=letter,
            pattern=pattern,
            indent=table.number("indent", 0),
        )

    def _zones(self, table: Table, common: el.Common) -> el.Zones:
        return el.Zones(
            common=common,
            style=self._style(table),
            fill=table.colour("fill", self.colours, ""),
            stroke=table.colour("stroke", self.colours, ""),
        )

    def _days(self, table: Table, common: el.Common) -> el.Days:
        return el.Days(
            common=common,
            style=self._style(table, "#ffffff"),
            fill=table.colour("fill", self.colours, "#1b2733"),
            off=table.colour("off", self.colours, "#9aa3ab"),
            gap=table.number("gap", 1),
        )


def quiet_zone(box: el.Box) -> el.Box:
    """Return the square that must be white around the code: four modules more on each side."""
    return box.inset(-box.width / MODULES * QUIET)


def _pieces(table: Table, text: object) -> tuple[el.Piece, ...]:
    if not isinstance(text, str):
        raise table.wrong("text", f"text must be a text or a table of texts by language, not {text!r}")
    found: list[el.Piece] = []
    known = [str(field) for field in el.Field]
    for at, part in enumerate(_FIELDS.split(text)):
        if at % 2 == 0:
            if "{" in part or "}" in part:
                raise table.wrong("text", "every { needs its }")
            if part:
                found.append(el.Piece(literal=part))
            continue
        names = part.split("|")
        for name in names:
            if name not in known:
                expected = f"unknown field {name!r}; known are {', '.join(known)}"
                raise table.wrong("text", expected, near(name, known))
        found.append(el.Piece(fields=tuple(el.Field(name) for name in names)))
    return tuple(found)
