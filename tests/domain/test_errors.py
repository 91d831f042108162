import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import kiosk
from kiosk.domain.errors import KioskError, code_of
from kiosk.store.database import StoreError, StoreFault

HOUSE = Path(kiosk.__file__).parent
KIN = {"KioskError", "StoreError"}


def raised() -> Iterator[tuple[str, ast.Call]]:
    """Every error that the house makes, with where."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KIN:
                yield f"{path.relative_to(HOUSE)}:{node.lineno}", node


def texts(call: ast.Call) -> list[str]:
    return [
        one.value for one in call.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_an_error_says_its_values_and_keeps_them():
    error = KioskError("there is no {path}", "name {what}", path="a.csv", what="another")
    assert (str(error), error.message, error.hint) == ("there is no a.csv",) * 2 + ("name another",)
    assert (error.code, error.values) == ("there_is_no_path", {"path": "a.csv", "what": "another"})


def test_an_error_of_the_store_has_values_too():
    error = StoreError("{path} is busy", "try again", StoreFault.BUSY, path="kiosk.sqlite3")
    assert (error.message, error.fault, error.code) == (
        "kiosk.sqlite3 is busy",
        StoreFault.BUSY,
        "path_is_busy",
    )


@pytest.mark.parametrize("hint", ["{unknown}", "{", "{0}", "{path.nothing.here}"])
def test_a_text_that_is_no_template_stands_as_it_is(hint):
    assert KioskError("there is no {path}", hint, path="a.csv").hint == hint


def test_a_text_without_values_may_hold_braces():
    assert KioskError('write { fr = "Entrée" }').message == 'write { fr = "Entrée" }'


def test_no_error_is_an_f_string_which_no_catalogue_could_hold():
    whole = [
        where for where, call in raised() if any(isinstance(one, ast.JoinedStr) for one in call.args[:2])
    ]
    assert whole == []


def test_every_name_in_an_error_has_a_value_and_every_value_a_name():
    wrong = []
    for where, call in raised():
        given = {word.arg for word in call.keywords} - {"fault"}
        asked = set().union(*map(names, texts(call))) if given else set()
        is_literal = len(texts(call)) == min(2, len(call.args))
        if asked - given or (is_literal and given - asked):
            wrong.append(f"{where}: {asked ^ given}")
    assert wrong == []


def test_a_code_means_one_error():
    meant: dict[str, set[str]] = {}
    for _, call in raised():
        if call.args and isinstance(call.args[0], ast.Constant):
            said = str(call.args[0].value)
            template = re.sub(r"\{(\w+)[^}]*\}", r"\1", said).replace('"', "")
            meant.setdefault(code_of(said), set()).add(template)
    assert {code: said for code, said in meant.items() if len(said) > 1 or not code} == {}
