"""The texts of Kiosk as its catalogues have to hold them: every English text that somebody may read.

Run as a program, as `make words` does, it brings every catalogue up to date. Jinja2 finds the texts of pages,
`extract` those of Python.
"""

import ast
import tomllib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "kiosk" / "locale"
SPOKEN = ("fr", "tr", "ar")
"""English is the source and has no catalogue."""
TEXTS = {
    "text": (0,),
    "Phrase": (0,),
    "say": (0,),
    "said": (0,),
    "remark": (0,),
    "Instruction": (0, 1),
    "Listing": (1,),
    "KioskError": (0, 1),
    "StoreError": (0, 1),
    "NotAllowedError": (0, 1),
    "LeafError": (0, 1),
    "BadParameter": (0,),
    "table": tuple(range(12)),
    "Finding": (1, 2, 3),
    "Problem": (3,),
    "RightsFault": (2,),
    "Discovery": (1,),
    "note": (1,),
    "_note": (3,),
    "_about": (2,),
    "notice": (0,),
    "example": (0,),
}
"""The calls that take English texts, and which of their arguments are such."""
METHODS = frozenset(
    {
        *("say", "say_as", "plural", "note", "_note", "notice", "example"),
        *("BadParameter", "Option", "Argument", "Typer", "command", "callback"),
    }
)
"""Those of them that are methods, or are called by the name of their module."""
HELPED = ("Option", "Argument", "Typer")
"""Typer's calls whose `help` somebody may read."""
KEYWORDS = {"text": None, "plural": (1, 2), "say_as": ((1, "c"), 2), "_": None}
"""How Babel is to read what `extract` and Jinja2 give it."""
Found = tuple[int, str, str | tuple[str, ...], list[str]]


def extract(file: BinaryIO, _keywords: object, _tags: object, options: object) -> Iterator[Found]:  # noqa: ARG001
    """Yield the texts of a Python file, as Babel asks an extractor for them."""
    tree = ast.parse(file.read())
    kept = _assigned(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, kept)
        elif isinstance(node, ast.FunctionDef) and any(_is_command(one) for one in node.decorator_list):
            yield from ((node.lineno, "text", one, []) for one in paragraphs(ast.get_docstring(node) or ""))


def paragraphs(docstring: str) -> list[str]:
    """Return the paragraphs of a help text, each in one line."""
    return [" ".join(paragraph.split()) for paragraph in docstring.split("\n\n") if paragraph.strip()]


def _of_call(node: ast.Call, kept: dict[str, list[str]]) -> Iterator[Found]:
    name, arguments = _name(node.func), node.args
    for place in TEXTS.get(name, ()):
        for one in _texts(arguments[place], kept) if place < len(arguments) else ():
            yield node.lineno, "text", one, []
    if name in HELPED:
        for word in node.keywords:
            for one in _texts(word.value, kept) if word.arg == "help" else ():
                for paragraph in paragraphs(one):
                    yield node.lineno, "text", paragraph, []
    if name in ("plural", "say_as") and all(map(_text, arguments[:2])):
        yield node.lineno, name, tuple(_text(one) for one in arguments[:2]), []
    if name in ("counted", "Count") and len(arguments) > 1 and (one := _text(arguments[1])):
        many = _text(arguments[2]) if len(arguments) > 2 else f"{one}s"
        yield node.lineno, "plural", (f"{{n}} {one}", f"{{n}} {many}"), []


def _name(function: ast.expr) -> str:
    """Return a function's name; a method counts only if no other class has one of that name."""
    if isinstance(function, ast.Attribute):
        return function.attr if function.attr in METHODS else ""
    return function.id if isinstance(function, ast.Name) else ""


def _is_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator.func) in ("command", "callback")


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _texts(node: ast.expr, kept: dict[str, list[str]]) -> list[str]:
    """Return the texts that an argument may be: a literal, one of several, or what was kept under a name."""
    match node:
        case ast.Constant():
            return [_text(node)] if _text(node) else []
        case ast.Name(id=name):
            return kept.get(name, [])
        case ast.IfExp(body=one, orelse=other):
            return _texts(one, kept) + _texts(other, kept)
        case ast.BoolOp(values=values):
            return [text for value in values for text in _texts(value, kept)]
    return []


def _assigned(tree: ast.Module) -> dict[str, list[str]]:
    """Return the texts that are kept under a name somewhere in a module."""
    kept: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    kept.setdefault(target.id, []).extend(_texts(node.value, {}))
    return kept


def wanted(language: str) -> Catalog:
    """Return every text of Kiosk that is said in a language.

    The command line is never in Arabic, for it writes on terminals.
    """
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]
    extractors = settings["extractors"]
    ways = [(one["pattern"], extractors.get(one["method"], one["method"])) for one in settings["mappings"]]
    found = Catalog()
    for place, _, message, _, context in extract_from_dir(ROOT, ways, keywords=KEYWORDS):
        name = Path(place).as_posix()
        if not (language == "ar" and name.startswith("kiosk/cli/")):
            found.add(message, locations=[(name, None)], context=context)
    return found


def committed(language: str) -> Catalog:
    """Read the catalogue of a language."""
    with (LOCALE / language / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
        return read_po(file, locale=language)


def flat(texts: str | Sequence[str]) -> tuple[str, ...]:
    """Return a text, or the forms of one that depends on a number."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def update(language: str) -> None:
    """Give a language's catalogue every text that there is, in the order of the files, and no other."""
    catalogue = committed(language)
    catalogue.update(wanted(language), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    place, written = LOCALE / language / "LC_MESSAGES" / "kiosk.po", BytesIO()
    head, _, _ = place.read_text(encoding="utf-8").partition("\n\n")  # as it is: no dates, no names
    write_po(written, catalogue, width=110, omit_header=True, sort_by_file=True, ignore_obsolete=True)
    place.write_text(f"{head}\n\n{written.getvalue().decode('utf-8')}", encoding="utf-8")


if __name__ == "__main__":
    for each in SPOKEN:
        update(each)
