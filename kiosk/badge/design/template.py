"""Template files: listing a folder's, basing one on another, reading one strictly.

1. A template is read from its own folder only; a path, a link or a file elsewhere is refused.
2. One that is based on another has all of its elements, in its order; a table with the name of one changes
   the keys that it gives, ``kind = "none"`` removes the element, and any other table adds one.
3. Nothing is drawn over a code or its quiet zone, and no text reaches into it, not even with its descenders.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from kiosk.badge.countries import LANGUAGES
from kiosk.badge.design import elements as el
from kiosk.badge.design.grammar import INCLUDE, MIN_CODE, Grammar, quiet_zone
from kiosk.badge.design.toml_table import Table, inside, near, read_plain, read_toml
from kiosk.badge.text.fitting import MM_PER_POINT
from kiosk.domain.errors import KioskError
from kiosk.domain.wording import Phrase

__all__ = ["MIN_CODE", "inside", "list_templates", "load_template", "parse_template", "quiet_zone"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""A name is one word: it cannot hold a folder, a dot or a NUL."""
_MAX_DEPTH = 8
"""Templates that may build on each other, at most."""
_MAX_ELEMENTS = 500
"""Elements of one side, at most: templates that include each other must not grow without limit."""
_MAX_SIDE = 1_000
"""Millimetres: larger than any badge paper, small enough for a preview."""
_TAILS = 0.38
"""How far descenders reach under the baseline, in ems; FiraGO's deepest common one is 0.37."""
_OF_BADGE = (el.CATEGORY, el.CATEGORY_INK, el.CATEGORY_TINT, el.CATEGORY_SHADE, el.CATEGORY_PATTERN)
"""Colours besides ``#rrggbb``."""


class _SideName(StrEnum):
    FRONT = "front"
    BACK = "back"


def list_templates(folder: Path) -> tuple[str, ...]:
    """List the names of the templates in a folder, in order."""
    return tuple(sorted(file.stem for file in folder.glob("*.toml") if _NAME.fullmatch(file.stem)))


def load_template(folder: Path, name: str) -> el.Template:
    """Read a template.

    Args:
        folder: the only place where its file, and the pictures that it names, may lie.
        name: the file's name without ``.toml``.

    Raises:
        KioskError: there is no such template, its path leaves the folder, or it has a mistake: file, line,
            element and what was expected are named.
    """
    if not _NAME.fullmatch(name):
        raise KioskError(
            "{name!r} is not a template name", "a name has letters, digits, - and _ only", name=name
        )
    file = folder / f"{name}.toml"
    if not file.exists():
        known = list_templates(folder)
        raise KioskError(
            "no template {name!r} in {folder}",
            near(name, known) or Phrase("known: {known}", known=", ".join(known)),
            name=name,
            folder=folder,
        )
    return parse_template(folder, name, read_plain(folder, file))


def parse_template(folder: Path, name: str, raw: bytes) -> el.Template:
    """Read a template from the bytes of its file; errors as `load_template`."""
    return _TemplateReader(folder, (name,)).template(raw)


@dataclass(frozen=True, slots=True)
class _TemplateDraft:
    """A template whose elements are not read yet, its base already merged in."""

    head: Table
    colours: dict[str, str]
    sides: dict[_SideName, list[Table]]


@dataclass(frozen=True, slots=True)
class _Laid:
    """An element on its side, the table it was read from, and how far its marks may reach."""

    element: el.Element
    table: Table
    reach: el.Box


@dataclass(frozen=True, slots=True)
class _TemplateReader:
    """The reading of one template.

    Attributes:
        trail: the names of the templates that led to it, its own last.
        read: the templates read so far: each is read once, however often it is included.
    """

    folder: Path
    trail: tuple[str, ...]
    read: dict[str, el.Template] = field(default_factory=dict)

    def template(self, raw: bytes) -> el.Template:
        draft = self._draft(raw)
        head = draft.head
        width, height = head.numbers("size", ("width", "height"))
        if max(width, height) > _MAX_SIDE:
            raise head.wrong("size", f"a badge has at most {_MAX_SIDE} mm, not {max(width, height):g}")
        grammar = Grammar(self.folder, el.Box(0, 0, width, height), draft.colours)
        template = el.Template(
            name=self.trail[-1],
            title=head.text("title"),
            width=width,
            height=height,
            languages=_languages(head),
            sheet=self._sheet(head),
            front=self._side(grammar, _SideName.FRONT, draft.sides[_SideName.FRONT]),
            back=self._side(grammar, _SideName.BACK, draft.sides[_SideName.BACK]),
        )
        head.close()
        if not template.codes:
            raise head.wrong("", "a badge needs an element of kind code")
        return template

    def _draft(self, raw: bytes) -> _TemplateDraft:
        source, values = read_toml(f"{self.trail[-1]}.toml", raw)
        head = Table(source, "", 0, "template", values)
        tables = {side: _tables(head, side) for side in _SideName}
        if not head.text("base", ""):
            return _TemplateDraft(head, _colours(head, {}), tables)
        reader, found = self._other(head, "base")
        below = reader._draft(found)  # noqa: SLF001 - of the same class
        colours = _colours(head, below.colours)
        head.changed = below.head
        return _TemplateDraft(
            head, colours, {side: _changed(below.sides[side], tables[side], below.head) for side in _SideName}
        )

    def _other(self, table: Table, key: str) -> "tuple[_TemplateReader, bytes]":
        """Open the template that a key names."""
        name = table.text(key)
        if name in self.trail:
            raise table.wrong(key, f"{name!r} would include itself")
        if len(self.trail) == _MAX_DEPTH:
            raise table.wrong(key, f"at most {_MAX_DEPTH} templates may take from each other")
        file = self.folder / f"{name}.toml"
        if not _NAME.fullmatch(name) or not file.exists():
            raise table.wrong(key, f"no template {name!r} here", near(name, list_templates(self.folder)))
        return _TemplateReader(self.folder, (*self.trail, name), self.read), read_plain(self.folder, file)

    def _sheet(self, head: Table) -> str:
        """Read the name of the sheet that a badge is usually printed on, from those beside the template."""
        name, known = head.text("sheet", ""), list_templates(self.folder / "sheets")
        if name and known and name not in known:
            raise head.wrong(
                "sheet",
                f"no sheet {name!r} in sheets/",
                near(name, known) or Phrase("known: {known}", known=", ".join(known)),
            )
        return name

    def _side(self, grammar: Grammar, side: _SideName, tables: list[Table]) -> tuple[el.Element, ...]:
        laid: list[_Laid] = []
        for nth, table in enumerate(tables):
            is_taken = table.holds("kind") and table.take("kind") == INCLUDE
            added = self._included(grammar.page, table) if is_taken else (grammar.element(table),)
            table.close()
            place = f"{side} {nth}" if is_taken else str(side)
            for at, element in enumerate(added):
                placed = _placed(element, (place, at if is_taken else nth))
                laid.append(_Laid(placed, table, _reach(placed, laid)))
                _keep_quiet_zones_free(laid, f"{self.trail[-1]}.toml")
            if len(laid) > _MAX_ELEMENTS:
                raise table.wrong("", f"a side has at most {_MAX_ELEMENTS} elements")
        return tuple(one.element for one in laid)

    def _included(self, page: el.Box, table: Table) -> tuple[el.Element, ...]:
        """Include one side of another template, moved to a place on this one."""
        table.asked.add("name")
        side = table.choice("side", _SideName, _SideName.FRONT)
        x, y = table.numbers("at", ("x", "y"))
        reader, raw = self._other(table, "template")
        other = self.read.get(reader.trail[-1]) or reader.template(raw)
        self.read[other.name] = other
        if x + other.width > page.width + 0.01 or y + other.height > page.height + 0.01:
            raise table.wrong("at", f"{other.name!r} does not lie within the badge there")
        elements = other.front if side is _SideName.FRONT else other.back
        return tuple(_moved(element, x, y) for element in elements)


def _tables(head: Table, side: _SideName) -> list[Table]:
    """Take one side from a file: an array of tables."""
    source, tables = head.source, head.take(side, [])
    wrong = KioskError(
        "{file}: {side} must be an array of tables", "write [[{side}]]", file=source.file, side=side
    )
    if not isinstance(tables, list):
        raise wrong
    found: list[Table] = []
    for nth, values in enumerate(tables):
        if not isinstance(values, dict):
            raise wrong
        name, unnamed = values.get("name", ""), f"{side} element {nth + 1} ({values.get('kind', '?')})"
        table = Table(source, side, nth, name if name and isinstance(name, str) else unnamed, values)
        if not isinstance(name, str):
            raise table.wrong("name", f"name must be a text, not {name!r}")
        if name and any(one.label == name for one in found):
            raise table.wrong("name", f"another element of the {side} has the name {name!r}")
        found.append(table)
    return found


def _changed(below: list[Table], tables: list[Table], base: Table) -> list[Table]:
    """Change, remove and add elements of a base."""
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
    if not found:
        raise table.wrong("languages", f"languages must name one at least of {', '.join(LANGUAGES)}")
    return tuple(dict.fromkeys(found))


def _colours(head: Table, below: dict[str, str]) -> dict[str, str]:
    """Read the named colours; one may refer to a colour named before, or to one that depends on the badge."""
    named = {word: word for word in _OF_BADGE} | below
    values = head.take("colours", {})
    if not isinstance(values, dict):
        raise head.wrong("colours", "colours must be a table")
    own = Table(head.source, "colours", 0, "colours", values)
    for key in values:
        if key in _OF_BADGE:
            raise own.wrong(key, f"{key} depends on the badge's category and cannot name another colour")
        named = named | {key: own.colour(key, named)}
    return named


def _placed(element: el.Element, place: tuple[str, int]) -> el.Element:
    return replace(element, common=replace(element.common, place=place))


def _moved(element: el.Element, x: float, y: float) -> el.Element:
    common = element.common
    box = el.Box(common.box.x + x, common.box.y + y, common.box.width, common.box.height)
    return replace(element, common=replace(common, box=box))


def _keep_quiet_zones_free(laid: list[_Laid], file: str) -> None:
    """Refuse elements over a code or its quiet zone, and visible elements under it.

    Args:
        laid: the elements of a side; the last one is new.
        file: the template being read: of two elements that meet, the message names the one placed by it.
    """
    last, earlier = laid[-1], laid[:-1]
    for one in earlier:
        seen = _seen(one) if isinstance(last.element, el.Code) else None
        is_under = seen is not None and seen.overlaps(quiet_zone(last.reach))
        if is_under or (isinstance(one.element, el.Code) and last.reach.overlaps(quiet_zone(one.reach))):
            here = [met for met in (one, last) if met.table.place_of("box") == file]
            told = here[0] if len(here) == 1 else last
            raise _meeting(told, one if told is last else last)


def _meeting(told: _Laid, other: _Laid) -> KioskError:
    """Report that one of two elements meets the other; one of them is a code."""
    name = other.element.common.name
    if isinstance(other.element, el.Code):
        follows = told.reach.y < told.element.common.box.y
        hint = "it moves up when the text before takes less room: give it no follow" if follows else ""
        return told.table.wrong("box", f"this would cover {name!r} or its quiet zone of four modules", hint)
    return told.table.wrong("box", f"its quiet zone of four modules would cover {name!r}")


def _reach(element: el.Element, earlier: list[_Laid]) -> el.Box:
    """Return the box with room for descenders, and with the height by which a text may move up."""
    box = element.common.box
    if not isinstance(element, el.Text):
        return box
    tails = max(element.style.largest * MM_PER_POINT * _TAILS - element.padding, 0)
    before = [one.element.common.box.y for one in earlier if isinstance(one.element, el.Text)]
    top = min([box.y, *(y + element.follow for y in before)]) if element.follow else box.y
    return el.Box(box.x, top, box.width, box.bottom - top + tails)


def _seen(one: _Laid) -> el.Box | None:
    """Return the part of an element that must not lie under a code; None if all of it may."""
    match one.element:
        case el.Text() | el.Zones() | el.Days() | el.PhotoBox():
            return one.reach
        case el.Band():
            return replace(one.reach, width=one.reach.width - one.element.pattern)
        case _:
            return None
