import re
import shlex
from pathlib import Path

import pytest
import typer

import kiosk.cli
from kiosk.cli.app import app

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted(ROOT.glob("[A-Z]*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "benchmarks" / "README.md",
]
USERS = [
    ROOT / "README.md",
    *(ROOT / "docs" / name for name in ("desk.md", "gate.md", "printers.md", "security.md")),
]
WRONG_USAGE = typer.BadParameter.__base__
TREE = typer.main.get_group(app)
assert kiosk.cli.main


def commands(group, path=()):
    """Every command that can be run, as its words behind `kiosk`, with its parameters."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        elif not command.hidden:
            yield (*path, name), command


BLOCK = r"^```\w*\n(.*?)^```"
COMMANDS = dict(commands(TREE))


def blocks(page):
    """Yield the lines of a page's blocks of code, without their remarks."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(BLOCK, text, flags=re.DOTALL | re.MULTILINE):
        yield from (line.split(" #")[0].strip() for line in block.splitlines())


def spans(page):
    """Yield what stands in code within a page's sentences."""
    text = re.sub(BLOCK, "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    yield from (" ".join(span.split()) for span in re.findall(r"`([^`]+)`", text))


def behind_kiosk(line):
    """Yield the words behind `kiosk` of a command line, if it is one."""
    if found := re.match(r"(?:\S*[/\\])?kiosk ([a-z].*)", line):
        yield shlex.split(found[1])


def spoken(page):
    """Yield the words behind `kiosk` of each command that a page names."""
    for line in (*blocks(page), *spans(page)):
        yield from behind_kiosk(line)


def named(words):
    """Return the command that some words run, and its arguments; None where there is none such."""
    return next(
        (
            (command, words[len(path) :])
            for path, command in COMMANDS.items()
            if tuple(words[: len(path)]) == path
        ),
        None,
    )


@pytest.mark.parametrize("path", sorted(COMMANDS), ids=" ".join)
def test_every_command_is_on_a_page_for_its_users(path):
    assert any(tuple(words[: len(path)]) == path for page in USERS for words in spoken(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_on_a_page_exists(page):
    for words in spoken(page):
        shown = f"{page.name}: kiosk {' '.join(words)}"
        found = named(words)
        if found is None:  # a group alone, like `kiosk log`
            group = TREE.commands.get(words[0])
            assert len(words) == 1, shown
            assert group is not None, shown
            continue
        command, arguments = found
        options = {name for parameter in command.params for name in parameter.opts}
        options |= {"--help"}
        asked = [word for argument in arguments for word in re.findall(r"(?<![\w-])--?[a-z][\w-]*", argument)]
        assert set(asked) <= options, shown


@pytest.mark.parametrize("page", USERS, ids=lambda page: page.name)
def test_command_lines_of_the_pages_for_users_can_be_run_as_they_stand(page):
    shown = [words for line in blocks(page) for words in behind_kiosk(line)]
    assert shown
    for words in shown:
        command, arguments = named(words)
        try:
            command.make_context("kiosk", arguments).close()
        except WRONG_USAGE as error:  # type: ignore[misc]
            pytest.fail(f"{page.name}: kiosk {' '.join(words)}: {error.message}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_on_a_page_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in (*blocks(page), *spans(page)):
        if line.startswith("make "):
            assert set(line.split()[1:]) <= targets, f"{page.name}: {line}"


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in {*(ROOT / "docs").glob("*.md"), *ROOT.glob("[A-Z]*.md")} - {ROOT / "docs" / "README.md"}:
        assert f"({page.name})" in index or f"(../{page.name})" in index, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in link:
            assert (page.parent / link).exists(), link


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for page in folder.glob("[0-9]*.md"):
        assert f"({page.name})" in index


def test_every_race_is_in_the_account_of_the_races():
    account = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    pages = set((ROOT / "benchmarks").glob("[a-z]*.py"))
    races = {page.stem for page in pages if "\ndef main(" in page.read_text(encoding="utf-8")}
    assert len(races) > 5
    assert all(f"| `{race}` |" in account for race in races)
