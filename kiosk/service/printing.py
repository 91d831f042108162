"""Own the printing of badges: one PDF that is whole or not there, and what is marked as printed.

1. The file appears under its name only when it is complete, on the disk, and read back.
2. A badge is marked printed only after that; interrupted, a print leaves no file or one that is complete.
3. What does not fit is reported by name and stays unprinted.
4. The same badges, list and event give the same bytes: the file's date is that of the newest badge in it.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import sleep

import kiosk.store.badges as badges_store
from kiosk.badge.content import BadgeContent, Rendering, Unfit
from kiosk.badge.elements import Template
from kiosk.badge.pdf import Printing, render
from kiosk.badge.sheet import Sheet, load_sheet
from kiosk.badge.template import load_template
from kiosk.domain.credential import parse_printed
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.journal import Kind, Plain, instant
from kiosk.domain.model import AccreditationStatus, BadgeNumber, BadgeState
from kiosk.service import badging
from kiosk.service.choosing import Choice, choose, is_to_print
from kiosk.service.paper import Composer, ToPrint
from kiosk.service.proof import prove
from kiosk.service.station import Station
from kiosk.store.badges import Due

_MANY = 400
"""From so many badges on it pays to start other processes."""
_BEFORE = frozenset({BadgeState.ISSUED, BadgeState.RENDERED})


class Proof(StrEnum):
    """Whether each code is read back."""

    READ_BACK = "read back"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Layout:
    """What badges are printed on.

    Attributes:
        folder: where the templates lie.
        template: its name; "" for the one that the categories name.
        sheet: its name; "" for one badge a page.
        start_at: the first free place of the first sheet, from 1.
        languages: of the category's names, the first one large.
        workers: processes to draw a large batch in.
    """

    folder: Path
    template: str = ""
    sheet: str = ""
    start_at: int = 1
    languages: tuple[str, ...] = ("fr", "en")
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Target:
    """The file to make, which must not be there yet, and whether its codes are read back."""

    file: Path
    proof: Proof = Proof.READ_BACK


Progress = Callable[[str, int, int], None]
"""Told "issuing", "drawing", "reading back" or "marking", how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of a print.

    Attributes:
        file: None where nothing was printed.
        numbers: the badges in the file, in its order, as they are printed.
        unfit: who could not be printed, and why.
        issued: how many badges are new.
        waiting: how many of those chosen are not approved, or are suspended or blocked.
        without: how many of those chosen had their badge revoked: they get a new one by `replace` only.
        overtaken: badges in the file that somebody replaced or revoked meanwhile: destroy the paper.
    """

    file: Path | None
    pages: int
    numbers: tuple[str, ...]
    unfit: tuple[Unfit, ...]
    issued: int
    waiting: int
    without: int
    overtaken: tuple[str, ...]


def print_badges(
    station: Station, choice: Choice, layout: Layout, target: Target, progress: Progress
) -> Printed:
    """Issue the badges that are missing and print those chosen into one PDF.

    Raises:
        KioskError: the choice or the layout means nothing, the categories chosen have several templates,
            a code is not read back, the file is there already or cannot be written; nothing is marked.
    """
    if target.file.exists():
        raise KioskError(f"{target.file} exists already", "choose another name, or move it away")
    if layout.start_at > 1 and not layout.sheet:
        raise KioskError("only a sheet with several places can be half used", "name it: --sheet 4xa6")
    event = station.event()
    rows = choose(station, event, choice)
    template = _template(event, rows, layout)
    sheet = load_sheet(layout.folder, layout.sheet) if layout.sheet else None
    missing = [row.accreditation for row in rows if badging.is_wanting(row)]
    issued = badging.issue_missing(station, missing, _counter(progress, "issuing", len(missing)))
    if issued:
        rows = choose(station, event, choice)
    chosen = [row for row in rows if is_to_print(row, choice.which)]
    made = Rendering(0, (), (), instant(0))
    overtaken: tuple[str, ...] = ()
    if chosen:
        press = _Press(station, event, layout, template, sheet, progress)
        made, overtaken = press.run(chosen, target)
    active = [row for row in rows if row.status is AccreditationStatus.ACTIVE]
    return Printed(
        target.file if made.placed else None,
        made.pages,
        tuple(badge.number for badge in made.placed),
        made.unfit,
        issued,
        len(rows) - len(active),
        sum(row.number is None for row in active),
        overtaken,
    )


@dataclass(frozen=True, slots=True)
class _Press:
    """One print under way."""

    station: Station
    event: Event
    layout: Layout
    template: Template
    sheet: Sheet | None
    progress: Progress

    def run(self, chosen: Sequence[Due], target: Target) -> tuple[Rendering, tuple[str, ...]]:
        """Draw, read back, put the file in its place, mark; return also the badges that were overtaken."""
        with _whole(target.file, self.station.random(4).hex()) as hidden:
            made, credentials = self._draw(chosen, hidden)
            if not made.placed:
                return made, ()
            if target.proof is Proof.READ_BACK:
                watch = _counter(self.progress, "reading back", len(made.placed))
                prove(hidden, (self.template, self.sheet), made.placed, credentials, watch)
            numbers = [badge.number for badge in made.placed]
            self._mark(numbers, BadgeState.RENDERED, None)
            detail: dict[str, Plain] = {
                "template": self.template.name,
                "proof": target.proof is Proof.READ_BACK,
                "sha256": _digest(hidden),
            }
            hidden.replace(target.file)
            _settle(target.file.parent)
        return made, self._mark(numbers, BadgeState.PRINTED, detail)

    def _draw(self, chosen: Sequence[Due], hidden: Path) -> tuple[Rendering, dict[str, str]]:
        """Draw into a file; return what is where, and each badge's credential by its number in print."""
        credentials: dict[str, str] = {}
        composer = Composer(self.station, self.event, self.layout.languages, self.template.name)
        badges = (
            ToPrint(row.number, row.epoch, row.credential_hash, row.accreditation, row.issue)
            for row in chosen
            if row.number is not None
        )

        def contents() -> Iterator[BadgeContent]:
            for content in composer.compose_all(badges):
                credentials[content.number] = content.credential
                yield content

        count = _counter(self.progress, "drawing", len(chosen))
        printing = Printing(
            made_at=max(row.issued_at for row in chosen if row.issued_at is not None),
            sheet=self.sheet,
            start_at=self.layout.start_at,
            workers=self.layout.workers if len(chosen) >= _MANY else 1,
            watch=lambda _: count(1),
        )
        with hidden.open("xb") as file:
            made = render(contents(), {self.template.name: self.template}, file, printing)
            file.flush()
            os.fsync(file.fileno())
        return made, credentials

    def _mark(
        self, numbers: Sequence[str], state: BadgeState, detail: dict[str, Plain] | None
    ) -> tuple[str, ...]:
        """Take badges to their next state, with a record where there is a detail; return the dead ones.

        A badge that is farther on already (printed again, or handed over) stays where it is.
        """
        overtaken = []
        count = _counter(self.progress, "marking", len(numbers))
        for start in range(0, len(numbers), badging.BATCH):
            some = numbers[start : start + badging.BATCH]
            with badging.writing(self.station) as record:
                now = self.station.clock.now()
                for text in some:
                    number = _number(text)
                    badge = badges_store.find(record.connection, number)
                    if badge is None or badge.state in badging.FINAL:
                        overtaken.append(text)
                        continue
                    if badge.state in _BEFORE:
                        badges_store.set_state(record.connection, number, state, now)
                    if detail is not None:
                        record.write(Kind.PRINT, number, record.subject_of(badge), detail)
            if detail is not None:
                count(len(some))
            sleep(badging.BREATH)
        return tuple(overtaken)


def _template(event: Event, rows: Sequence[Due], layout: Layout) -> Template:
    """Load the template asked for, or the one that all the categories chosen share."""
    if layout.template:
        return load_template(layout.folder, layout.template)
    used: dict[str, str] = {}
    for row in rows:
        category = event.category.get(row.category)
        used.setdefault(category.template if category else "a6", row.category)
    if len(used) > 1:
        named = ", ".join(f"{template} ({category}, …)" for template, category in sorted(used.items()))
        raise KioskError(
            f"these badges have several templates: {named}",
            "print one category after the other with --category, or give one --template for all",
        )
    return load_template(layout.folder, next(iter(used), "a6"))


def _counter(progress: Progress, phase: str, total: int) -> Callable[[int], None]:
    """Return what counts the steps of a phase."""
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(phase, done, total)

    return count


def _number(text: str) -> BadgeNumber:
    number = parse_printed(text)
    if number is None:
        raise KioskError(f"{text} is no badge number", "this is a fault of Kiosk; please report it")
    return number


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """Bring the new name in a folder to the disk, where the system can (POSIX fsync of a directory)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _whole(file: Path, word: str) -> Iterator[Path]:
    """Give a hidden name beside the file, which no other print has; what is left there goes at the end."""
    hidden = file.with_name(f".{file.name}.{word}.part")
    try:
        yield hidden
    except OSError as denied:
        raise KioskError(
            f"{file} cannot be written: {denied.strerror}", "check the folder, its rights and the free space"
        ) from denied
    finally:
        hidden.unlink(missing_ok=True)
