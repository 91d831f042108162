"""Own the templates' files: which a folder holds, and the strict reading of one."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from kiosk.badge import elements as el
from kiosk.badge.code import MODULES, QUIET
from kiosk.badge.countries import LANGUAGES
from kiosk.badge.fonts import Weight
from kiosk.badge.reading import Source, Table, near
from kiosk.domain.errors import KioskError

#: A name is a word: no folder, no dot, no NUL can be in it.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\.(png|jpe?g|pdf)", re.IGNORECASE)
_FIELDS = re.compile(r"\{([^{}]*)\}")
_MAX_BYTES = 256 * 1024
#: A code smaller than this is not read by a cheap webcam.
MIN_CODE = 28.0


class _Side(StrEnum):
    FRONT = "front"
    BACK = "back"


def list_templates(folder: Path) -> tuple[str, ...]:
    """List the names of the templates in a folder, in order."""
    return tuple(sorted(file.stem for file in folder.glob("*.toml") if _NAME.fullmatch(file.stem)))


def load_template(folder: Path, name: str) -> el.Template:
    """Read a template.

    Args:
        folder: The only place where its file, and the pictures that it names, may lie.
        name: The file's name without ``.toml``.

    Raises:
        KioskError: No such template, a path out of the folder, or a mistake in it, with file, line, element
            and what was expected.
    """
    if not _NAME.fullmatch(name):
        raise KioskError(f"{name!r} is no name of a template", "a name has letters, digits, - and _ only")
    file = folder / f"{name}.toml"
    if not file.exists():
        known = list_templates(folder)
        raise KioskError(
            f"no template {name!r} in {folder}", near(name, known) or f"known: {', '.join(known)}"
        )
    raw = inside(folder, file).read_bytes()
    if len(raw) > _MAX_BYTES:
        raise KioskError(f"{file.name}: a template has at most {_MAX_BYTES // 1024} KB")
    return parse_template(folder, name, raw)


def inside(folder: Path, file: Path) -> Path:
    """Return the file if it is a plain file that lies in the folder itself; symbolic links are refused.

    Raises:
        KioskError: It is something else.
    """
    if file.is_symlink() or not file.is_file() or file.resolve().parent != folder.resolve():
        raise KioskError(
            f"{file.name}: only plain files of {folder} are read", "copy the file into that folder"
        )
    return file


def parse_template(folder: Path, name: str, raw: bytes) -> el.Template:
    """Read a template out of the bytes of its file; errors as `load_template`."""
    return _parsed(folder, name, raw, ())


def _parsed(folder: Path, name: str, raw: bytes, includers: tuple[str, ...]) -> el.Template:
    file = f"{name}.toml"
    try:
        text = raw.decode()
        values: dict[str, object] = tomllib.loads(text)
    except UnicodeDecodeError as wrong:
        raise KioskError(f"{file}: not UTF-8", "save the file as UTF-8") from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise KioskError(f"{file}: {wrong}", "https://toml.io shows how TOML is written") from wrong
    source = Source(file, tuple(text.splitlines()))
    table = Table(source, "", 0, "template", values)
    width, height = table.numbers("size", ("width", "height"))
    page = el.Box(0, 0, width, height)
    reader = _Reader(folder, source, page, _colours(source, table), (*includers, name))
    template = el.Template(
        name=name,
        title=table.text("title"),
        width=width,
        height=height,
        languages=_languages(table),
        sheet=table.text("sheet", ""),
        front=reader.side("front", table.take("front")),
        back=reader.side("back", table.take("back", [])),
    )
    table.close()
    if not template.codes:
        raise table.wrong("", "a badge needs an element of kind code")
    return template


def _languages(table: Table) -> tuple[str, ...]:
    found = table.words("languages", ("fr", "en"))
    for language in found:
        if language not in LANGUAGES:
            raise table.wrong("languages", f"languages are {', '.join(LANGUAGES)}, not {language!r}")
    return found or ("fr",)


def _colours(source: Source, table: Table) -> dict[str, str]:
    named = {word: word for word in (el.CATEGORY, el.CATEGORY_INK, el.CATEGORY_TINT, el.CATEGORY_SHADE)}
    values = table.take("colours", {})
    if not isinstance(values, dict):
        raise table.wrong("colours", "colours must be a table")
    own = Table(source, "colours", 0, "colours", values)
    return named | {str(key): own.colour(str(key), {}) for key in values}


@dataclass(slots=True)
class _Reader:
    """The reading of the elements of one template."""

    folder: Path
    source: Source
    page: el.Box
    colours: dict[str, str]
    includers: tuple[str, ...]

    def side(self, side: str, tables: object) -> tuple[el.Element, ...]:
        """Read one side, an array of tables."""
        if not isinstance(tables, list):
            raise KioskError(f"{self.source.file}: {side} must be an array of tables", f"write [[{side}]]")
        found: list[el.Element] = []
        for nth, values in enumerate(tables):
            if not isinstance(values, dict):
                raise KioskError(f"{self.source.file}: {side} must be an array of tables")
            label = str(values.get("name") or f"{side} element {nth + 1} ({values.get('kind', '?')})")
            table = Table(self.source, side, nth, label, values)
            added = self._included(table) if values.get("kind") == "include" else (self._element(table),)
            table.close()
            for element in added:
                found.append(element)
                self._keep_quiet_zone_free(table, found)
        return tuple(found)

    def _included(self, table: Table) -> tuple[el.Element, ...]:
        """Take over one side of another template, moved to a place on this one."""
        table.text("kind")
        table.asked.add("name")
        name, side = table.text("template"), table.choice("side", _Side, _Side.FRONT)
        x, y = table.numbers("at", ("x", "y"))
        if name in self.includers:
            raise table.wrong("template", f"{name!r} would include itself")
        file = self.folder / f"{name}.toml"
        if not _NAME.fullmatch(name) or not file.exists():
            raise table.wrong(
                "template", f"no template {name!r} here", near(name, list_templates(self.folder))
            )
        other = _parsed(self.folder, name, inside(self.folder, file).read_bytes(), self.includers)
        if x + other.width > self.page.width + 0.01 or y + other.height > self.page.height + 0.01:
            raise table.wrong("at", f"{name!r} does not lie within the badge there")
        elements = other.front if side is _Side.FRONT else other.back
        place = f"{table.header} {table.nth}"
        return tuple(_moved(element, x, y, place) for element in elements)

    def _element(self, table: Table) -> el.Element:
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
            kinds = [*readers, "include"]
            raise table.wrong(
                "kind", f"kind must be one of {', '.join(kinds)}, not {kind!r}", near(kind, kinds)
            )
        table.asked.add("name")
        box = el.Box(*table.numbers("box", ("x", "y", "width", "height")))
        if box.right > self.page.width + 0.01 or box.bottom > self.page.height + 0.01:
            size = f"{self.page.width:g} x {self.page.height:g}"
            raise table.wrong("box", f"the box must lie within the badge of {size} mm")
        when = table.choice("when", el.Condition, el.Condition.ALWAYS)
        return readers[kind](table, el.Common(table.label, (table.header, table.nth), box, when))

    def _text(self, table: Table, common: el.Common) -> el.Text:
        value = table.take("text")
        by_language = value if isinstance(value, dict) else {"": value}
        return el.Text(
            common=common,
            pieces=tuple((str(key), _pieces(table, text)) for key, text in by_language.items()),
            style=self._style(table),
            fill=table.colour("fill", self.colours, ""),
            radius=table.number("radius", 0),
            padding=table.number("padding", 0),
            follow=table.number("follow", 0),
        )

    def _style(self, table: Table, colour: str = "#000000") -> el.TextStyle:
        largest, smallest = table.numbers("size", ("largest", "smallest"))
        if not 3 <= smallest <= largest:
            raise table.wrong("size", "size must be [largest, smallest] in points, 3 at least")
        return el.TextStyle(
            weight=table.choice("weight", Weight, Weight.REGULAR),
            largest=largest,
            smallest=smallest,
            lines=max(1, int(table.number("lines", 1))),
            leading=table.number("leading", 1.16),
            align=table.choice("align", el.Align, el.Align.START),
            valign=table.choice("valign", el.Valign, el.Valign.TOP),
            colour=table.colour("colour", self.colours, colour),
        )

    def _photo(self, table: Table, common: el.Common) -> el.Photo:
        return el.Photo(
            common=common,
            ground=table.colour("ground", self.colours, "#e6e9ec"),
            figure=table.colour("figure", self.colours, "#b4bcc4"),
            frame=table.colour("frame", self.colours, ""),
            frame_width=table.number("frame_width", 0.3),
            radius=table.number("radius", 0),
        )

    def _picture(self, table: Table, common: el.Common) -> el.Picture:
        name = table.text("file")
        if not _FILE.fullmatch(name):
            raise table.wrong(
                "file", f"file must name a .png, .jpg or .pdf beside the template, not {name!r}"
            )
        try:
            return el.Picture(common, inside(self.folder, self.folder / name))
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
        return el.Band(
            common=common,
            style=self._style(table, el.CATEGORY_INK),
            letter=table.number("letter", common.box.height),
            pattern=table.number("pattern", common.box.height * 2),
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

    def _keep_quiet_zone_free(self, table: Table, found: list[el.Element]) -> None:
        """Refuse what would be drawn over a code or its quiet zone; what lies under it is painted white."""
        last = found[-1]
        for earlier in found[:-1]:
            if isinstance(earlier, el.Code) and last.common.box.overlaps(quiet_zone(earlier.common.box)):
                raise table.wrong(
                    "box", f"this would cover {earlier.common.name!r} or its quiet zone of four modules"
                )


def _moved(element: el.Element, x: float, y: float, place: str) -> el.Element:
    common = element.common
    box = el.Box(common.box.x + x, common.box.y + y, common.box.width, common.box.height)
    side, nth = common.place
    return replace(element, common=replace(common, box=box, place=(f"{place} {side}", nth)))


def quiet_zone(box: el.Box) -> el.Box:
    """Return the square that must stay white but for the code: four modules more on each side."""
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
