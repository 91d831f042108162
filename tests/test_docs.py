import csv
import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kiosk.cli.app import app
from kiosk.domain.credential import parse_printed
from kiosk.domain.model import AccreditationStatus, BadgeState, Outcome

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted(ROOT.glob("[A-Z]*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "benchmarks" / "README.md",
]
USERS = [
    ROOT / "README.md",
    *(
        ROOT / "docs" / name
        for name in (
            "accounts.md",
            "desk.md",
            "gate.md",
            "moving.md",
            "printers.md",
            "security.md",
            "tutorial.md",
        )
    ),
]
WRONG_USAGE = typer.BadParameter.__base__
TREE = typer.main.get_group(app)


def commands(group, path=()):
    """Every command that can be run, as its words behind `kiosk`, with its parameters."""
    for name in group.list_commands(None):
        command = group.get_command(None, name)
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


@pytest.mark.parametrize("path", [(), *sorted({path[:1] for path in COMMANDS if path[1:]})])
def test_no_help_text_is_cut_in_a_terminal_of_80_columns(path):
    shown = CliRunner().invoke(app, [*path, "--help"], terminal_width=80).output
    listed = shown.split("Commands:")[-1] if "Commands:" in shown else ""
    assert "..." not in listed
    assert "…" not in listed


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
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


def test_the_exit_codes_of_every_command_are_told():
    text = (ROOT / "docs" / "faq.md").read_text(encoding="utf-8").partition("## Exit codes")[2]
    told = re.findall(r"`kiosk ([a-z -]+?)`", text)
    assert sorted(told) == sorted(" ".join(path) for path in COMMANDS)


def test_errors_that_the_answers_quote_are_words_of_the_program():
    text = (ROOT / "docs" / "faq.md").read_text(encoding="utf-8")
    table = text.partition("## What errors mean")[2].partition("## Exit codes")[0]
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kiosk").rglob("*.py"))
    quoted = [
        word for row in re.findall(r"^\| [^|]+ \| (`[^|]+) \|", table, re.MULTILINE) for word in spans_of(row)
    ]
    assert len(quoted) > 20
    for words in quoted:
        assert words in source.replace("`", ""), words


def spans_of(text):
    return re.findall(r"`([^`]+)`", text)


def test_the_glossary_is_in_order_and_its_entries_lead_to_each_other():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| \*\*([^*]+)\*\* \|", text, re.MULTILINE)
    assert words == sorted(words, key=str.casefold)
    assert len(words) == len(set(words))
    known = {
        form for word in words for form in (word.casefold(), f"{word.casefold()}s", f"{word.casefold()}'s")
    }
    known |= {"categories", "sealed", "linked", "italics"}
    for named_one in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text):
        assert named_one.casefold() in known, named_one


@pytest.mark.parametrize("kind", [BadgeState, AccreditationStatus, Outcome], ids=lambda kind: kind.__name__)
def test_the_glossary_has_every_state_that_screens_and_lists_show(kind):
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for state in kind:
        assert f"| **{state.replace('_', ' ')}** |" in text


PAPERS = [*PAGES, *sorted((ROOT / "kiosk").rglob("*.py"))]


def test_badge_numbers_in_the_pages_and_hints_are_right_to_their_last_digit():
    found = [
        (path.name, number)
        for path in PAPERS
        for number in re.findall(r"\b\d{4}-\d{7}-\d\b", path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 5
    assert [one for one in found if parse_printed(one[1]) is None] == []


def test_ids_in_the_pages_for_users_are_those_of_the_sample():
    with (ROOT / "sample" / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        known = {row["external_id"] for row in csv.DictReader(file, delimiter=";")}
    named_ids = {
        one for page in USERS for one in re.findall(r"\b[A-Z]{2}-\d{3,}\b", page.read_text(encoding="utf-8"))
    }
    assert named_ids
    assert named_ids <= known
