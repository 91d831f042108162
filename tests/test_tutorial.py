"""The tutorial, followed: its commands run in their order, and print what it says that they print."""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import pypdfium2 as pdfium
import pytest
from commands import MORNING, even
from test_docs import named
from typer.testing import CliRunner

from kiosk.badge.pdf.raster import rasterise
from kiosk.cli.app import app

PAGE = Path(__file__).parent.parent / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SAID_TWICE = "cheval pile agrafe correct"
OUTSIDE = ("make ", "export ", "cd ~")
"""What a reader does in the terminal before there is a station."""


@dataclass
class Reader:
    """Somebody who does what the tutorial says, in a folder of their own, on the morning of the event."""

    folder: Path
    printed: str = ""
    ran: list[str] = field(default_factory=list)

    def follow(self, kind: str, text: str) -> None:
        """Do what one block says, or compare what it says with what came out before it."""
        if kind == "text":
            for line in text.splitlines():
                assert blurred(line) in blurred(self.printed), f"not printed: {line}"
        elif kind == "toml":
            self.edit(text)
        else:
            self.printed = ""
            for line in text.splitlines():
                self.type(line)

    def type(self, line: str) -> None:
        command, _, remark = (part.strip() for part in line.partition(" # "))
        if command.startswith(OUTSIDE):
            return
        word, *words = shlex.split(command)
        if word == "cd":
            self.folder /= words[0]
            return
        assert word == "kiosk", line
        for name in words:
            self.make_by_hand(name)
        found = re.match(r"exit (\d)", remark)
        with pytest.MonkeyPatch.context() as at:
            at.chdir(self.folder)
            result = CliRunner().invoke(app, [*words, *self.clocked(words)], input=f"{SAID_TWICE}\n" * 2)
        code = int(found[1]) if found else 0
        assert result.exit_code == code, (line, result.output, result.exception)
        self.printed += result.stdout
        self.ran.append(command)

    def clocked(self, words: list[str]) -> list[str]:
        """Add the simulated morning, where a command knows of time."""
        command, _ = named(words)
        options = {name for parameter in command.params for name in parameter.opts}
        demo = ["--demo"] if "--demo" in options else []
        return [*demo, "--clock", MORNING] if "--clock" in options else []

    def edit(self, text: str) -> None:
        """Change the lines of a file, named in a remark, whose keys a block has."""
        first, *lines = text.splitlines()
        path = self.folder / first.removeprefix("# ")
        changed = path.read_text(encoding="utf-8")
        for line in lines:
            key = line.partition(" =")[0]
            changed, count = re.subn(rf"(?m)^{key} = .*$", line.replace("\\", r"\\"), changed, count=1)
            assert count == 1, f"{path.name} has no {key}"
        path.write_text(changed, encoding="utf-8")

    def make_by_hand(self, name: str) -> None:
        """Make what the tutorial has its reader make with other programs."""
        if (self.folder / name).exists():
            return
        if name == "badge.png":
            badges = self.folder / "badges.pdf"
            page = rasterise(badges, page_of("Bennani", badges), 110)
            cv2.imwrite(str(self.folder / name), cv2.cvtColor(page, cv2.COLOR_RGB2BGR))
        if name == "wrong.csv":
            right = (self.folder / "list.csv").read_bytes()
            (row,) = [line for line in right.split(b"\n") if line.startswith(b"FE-012")]
            (self.folder / name).write_bytes(right.replace(row, row.replace(b"visitor", b"visiter")))


def page_of(name: str, path: Path) -> int:
    """Find the page with somebody's name, counted from 1."""
    document = pdfium.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    (found,) = [nth for nth, text in enumerate(texts, 1) if name in text]
    return found


def blurred(text: str) -> str:
    """Even white space and figures: numbers of records and badges may change, words may not."""
    return re.sub(r"\d+", "#", even(text))


def test_the_tutorial_can_be_followed_to_its_end(tmp_path):
    reader = Reader(tmp_path)
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        reader.follow(kind, text)
    done = " ".join(reader.ran)
    for what in ("init", "event load", "import", "badges print", "handover", "gate", "who", "log verify"):
        assert f"kiosk {what}" in done or f"badges {what}" in done
    assert reader.ran[-3:] == [
        "kiosk keys backup keys.txt",
        "kiosk doctor",
        "kiosk station backup friday.kiosk",
    ]


def test_the_minutes_of_the_steps_are_an_hour_and_each_step_has_its_row():
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\d\. [^\]]+)\]\(#([\w-]+)\) \| (\d+) \|$", text, re.MULTILINE)
    assert sum(int(minutes) for _, _, minutes in rows) == 60
    headings = re.findall(r"^## (\d\. .*)$", text, re.MULTILINE)
    assert [title for title, _, _ in rows] == headings
    assert [link for _, link, _ in rows] == [
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in headings
    ]


def test_a_tutorial_that_says_what_is_not_printed_is_found_out(tmp_path):
    reader = Reader(tmp_path, printed="All 20 rows would be taken.")
    reader.follow("text", "All 19 rows would be taken.\n")
    with pytest.raises(AssertionError, match="not printed"):
        reader.follow("text", "All 20 rows were taken.\n")
