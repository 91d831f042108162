"""Own the templates' files: which a folder holds, what they take from each other, the strict reading of one.

1. A template is read out of its own folder only; a path, a link, a file of another folder is refused.
2. One that is based on another has all of its elements, in its order; a table with the name of one changes
   the keys that it says, ``kind = "none"`` takes the element away, and any other table adds one.
3. Nothing is drawn over a code or its quiet zone, and no text reaches into it, by its tails either.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from kiosk.badge import elements as el
from kiosk.badge.countries import LANGUAGES
from kiosk.badge.fitting import MM_PER_POINT
from kiosk.badge.grammar import INCLUDE, MIN_CODE, Grammar, quiet_zone
from kiosk.badge.reading import Source, Table, inside, near
from kiosk.domain.errors import KioskError

__all__ = ["MIN_CODE", "inside", "list_templates", "load_template", "parse_template", "quiet_zone"]

#: A name is a word: no folder, no dot, no NUL can be in it.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MAX_BYTES = 256 * 1024
#: Templates that take from each other, at most.
_MAX_DEPTH = 8
#: How far the tails of letters reach under a baseline, in ems; FiraGO's deepest common one is 0.37.
_TAILS = 0.38
#: What a colour may be besides ``#rrggbb``.
_OF_BADGE = (el.CATEGORY, el.CATEGORY_INK, el.CATEGORY_TINT, el.CATEGORY_SHADE, el.CATEGORY_PATTERN)


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
    return parse_template(folder, name, _bytes(folder, file))


def parse_template(folder: Path, name: str, raw: bytes) -> el.Template:
    """Read a template out of the bytes of its file; errors as `load_template`."""
    return _Reader(folder, (name,)).template(raw)


def _bytes(folder: Path, file: Path) -> bytes:
    raw = inside(folder, file).read_bytes()
    if len(raw) > _MAX_BYTES:
        raise KioskError(f"{file.name}: a template has at most {_MAX_BYTES // 1024} KB")
    return raw


@dataclass(frozen=True, slots=True)
class _Draft:
    """A template whose elements are not read yet; what it is based on is in it already."""

    head: Table
    colours: dict[str, str]
    sides: dict[_Side, list[Table]]


@dataclass(frozen=True, slots=True)
class _Reader:
    """The reading of one template; ``trail`` names those that asked for it, and itself at the end."""

    folder: Path
    trail: tuple[str, ...]

    def template(self, raw: bytes) -> el.Template:
        draft = self._draft(raw)
        head = draft.head
        width, height = head.numbers("size", ("width", "height"))
        grammar = Grammar(self.folder, el.Box(0, 0, width, height), draft.colours)
        template = el.Template(
            name=self.trail[-1],
            title=head.text("title"),
            width=width,
            height=height,
            languages=_languages(head),
            sheet=head.text("sheet", ""),
            front=self._side(grammar, _Side.FRONT, draft.sides[_Side.FRONT]),
            back=self._side(grammar, _Side.BACK, draft.sides[_Side.BACK]),
        )
        head.close()
        if not template.codes:
            raise head.wrong("", "a badge needs an element of kind code")
        return template

    def _draft(self, raw: bytes) -> _Draft:
        file = f"{self.trail[-1]}.toml"
        try:
            text = raw.decode()
            values: dict[str, object] = tomllib.loads(text)
        except UnicodeDecodeError as wrong:
            raise KioskError(f"{file}: not UTF-8", "save the file as UTF-8") from wrong
        except tomllib.TOMLDecodeError as wrong:
            raise KioskError(f"{file}: {wrong}", "https://toml.io shows how TOML is written") from wrong
        source = Source(file, tuple(text.splitlines()))
        head = Table(source, "", 0, "template", values)
        tables = {side: _tables(head, side) for side in _Side}
        if not head.text("base", ""):
            return _Draft(head, _colours(head, {}), tables)
        reader, found = self._other(head, "base")
        below = reader._draft(found)  # noqa: SLF001 - of the same class
        colours = _colours(head, below.colours)
        head.changed = below.head
        return _Draft(
            head, colours, {side: _changed(below.sides[side], tables[side], below.head) for side in _Side}
        )

    def _other(self, table: Table, key: str) -> "tuple[_Reader, bytes]":
        """Open the template that a key names, for this one to take from."""
        name = table.text(key)
        if name in self.trail:
            raise table.wrong(key, f"{name!r} would include itself")
        if len(self.trail) == _MAX_DEPTH:
            raise table.wrong(key, f"at most {_MAX_DEPTH} templates may take from each other")
        file = self.folder / f"{name}.toml"
        if not _NAME.fullmatch(name) or not file.exists():
            raise table.wrong(key, f"no template {name!r} here", near(name, list_templates(self.folder)))
        return _Reader(self.folder, (*self.trail, name)), _bytes(self.folder, file)

    def _side(self, grammar: Grammar, side: _Side, tables: list[Table]) -> tuple[el.Element, ...]:
        found: list[el.Element] = []
        for nth, table in enumerate(tables):
            is_taken = table.holds("kind") and table.take("kind") == INCLUDE
            added = self._included(grammar.page, table) if is_taken else (grammar.element(table),)
            table.close()
            place = f"{side} {nth}" if is_taken else str(side)
            for at, element in enumerate(added):
                found.append(_placed(element, (place, at if is_taken else nth)))
                _keep_quiet_zones_free(table, found)
        return tuple(found)

    def _included(self, page: el.Box, table: Table) -> tuple[el.Element, ...]:
        """Take over one side of another template, moved to a place on this one."""
        table.asked.add("name")
        side = table.choice("side", _Side, _Side.FRONT)
        x, y = table.numbers("at", ("x", "y"))
        reader, raw = self._other(table, "template")
        other = reader.template(raw)
        if x + other.width > page.width + 0.01 or y + other.height > page.height + 0.01:
            raise table.wrong("at", f"{other.name!r} does not lie within the badge there")
        elements = other.front if side is _Side.FRONT else other.back
        return tuple(_moved(element, x, y) for element in elements)


def _tables(head: Table, side: _Side) -> list[Table]:
    """Take one side out of a file: an array of tables."""
    source, tables = head.source, head.take(side, [])
    wrong = KioskError(f"{source.file}: {side} must be an array of tables", f"write [[{side}]]")
    if not isinstance(tables, list):
        raise wrong
    found = []
    for nth, values in enumerate(tables):
        if not isinstance(values, dict):
            raise wrong
        label = str(values.get("name") or f"{side} element {nth + 1} ({values.get('kind', '?')})")
        found.append(Table(source, side, nth, label, values))
    return found


def _changed(below: list[Table], tables: list[Table], base: Table) -> list[Table]:
    """Change the elements of a base, take some away, add some."""
    found = list(below)
    for table in tables:
        names = [str(one.take("name", "")) for one in found]
        name = table.values.get("name")
        if name in names:
            at = names.index(name)
            if table.values.get("kind") == "none":
                table.asked |= {"name", "kind"}
                table.close()
                del found[at]
            else:
                table.changed = found[at]
                found[at] = table
            continue
        if table.text("kind", "none") == "none":
            hint = near(name, names) if name else "give it a kind, or the name of an element to change"
            raise table.wrong("name", f"{base.source.file} has no element {name or ''!r} to change", hint)
        under = table.text("under", "")
        if under and under not in names:
            raise table.wrong("under", f"no element {under!r} to lie under", near(under, names))
        found.insert(names.index(under) if under else len(found), table)
    return found


def _languages(table: Table) -> tuple[str, ...]:
    found = table.words("languages", ("fr", "en"))
    for language in found:
        if language not in LANGUAGES:
            raise table.wrong("languages", f"languages are {', '.join(LANGUAGES)}, not {language!r}")
    return found or ("fr",)


def _colours(head: Table, below: dict[str, str]) -> dict[str, str]:
    """Read the names of colours, which may stand for another name of the base or one of the badge's own."""
    named = {word: word for word in _OF_BADGE} | below
    values = head.take("colours", {})
    if not isinstance(values, dict):
        raise head.wrong("colours", "colours must be a table")
    own = Table(head.source, "colours", 0, "colours", values)
    return named | {str(key): own.colour(str(key), named) for key in values}


def _placed(element: el.Element, place: tuple[str, int]) -> el.Element:
    return replace(element, common=replace(element.common, place=place))


def _moved(element: el.Element, x: float, y: float) -> el.Element:
    common = element.common
    box = el.Box(common.box.x + x, common.box.y + y, common.box.width, common.box.height)
    return replace(element, common=replace(common, box=box))


def _keep_quiet_zones_free(table: Table, found: list[el.Element]) -> None:
    """Refuse what is drawn over a code or its quiet zone, and any text that its white would cover."""
    last, earlier = found[-1], found[:-1]
    for code in (element for element in earlier if isinstance(element, el.Code)):
        if _reach(last).overlaps(quiet_zone(code.common.box)):
            raise table.wrong(
                "box", f"this would cover {code.common.name!r} or its quiet zone of four modules"
            )
    if isinstance(last, el.Code):
        for text in (element for element in earlier if isinstance(element, el.Text)):
            if _reach(text).overlaps(quiet_zone(last.common.box)):
                raise table.wrong("box", f"its quiet zone of four modules would cover {text.common.name!r}")


def _reach(element: el.Element) -> el.Box:
    """Return the box with the room that tails of letters take under it."""
    box = element.common.box
    if not isinstance(element, el.Text):
        return box
    tails = element.style.largest * MM_PER_POINT * _TAILS - element.padding
    return el.Box(box.x, box.y, box.width, box.height + max(tails, 0))
