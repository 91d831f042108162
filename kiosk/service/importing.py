"""Own the import of a list: checked whole, staged, switched at once, folded in short transactions.

1. Nothing of an import is part of the list before its switch, and all of it is from there on.
2. One `import` record is written, in the transaction of the switch.
3. No transaction holds the write lock longer than PATIENCE: batches grow and shrink with the computer.
4. Interrupted before the switch, it leaves nothing behind; after it, `resume` finishes it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import sleep

import kiosk.store.imports as imports_store
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import Rights
from kiosk.domain.rights import write_rights
from kiosk.service.checking_rows import Entry, RowChecker
from kiosk.service.columns import COLUMNS
from kiosk.service.desk_records import Desk, act_of, author
from kiosk.service.import_report import ImportReport, Problem, Tally
from kiosk.service.pace import BREATH, FEWEST, Pace
from kiosk.service.photo_folder import PhotoFolder
from kiosk.service.planning import Ids, Plan, Step
from kiosk.service.reading_lists import ListFile, open_list
from kiosk.store.changes import newest, stage, stage_new
from kiosk.store.events import current_version, load_event
from kiosk.store.imports import Batch, ListName
from kiosk.store.journal import append, journals
from kiosk.store.rights import keep_rights, rights_number

SILENCE = timedelta(minutes=10)
"""After so long without a sign of life a command that was staging is taken for dead."""
_FIRST = 500
"""Rows in the first transaction."""

Progress = Callable[[str, int, int | None], None]
"""Told after each batch: "reading" or "applying", how many are done, and of how many (None: not known).
Told after each photo: "photos", how many are taken in, and of how many at most."""


@dataclass(frozen=True, slots=True)
class ListToImport:
    """What is asked for.

    Attributes:
        source: within which ids are unique: the same list again must name the same source.
        renamed: for headers that nobody would guess, the column that each means.
        photos: where the pictures lie that the list names, if there are any.
    """

    path: Path
    source: str = "list"
    renamed: Mapping[str, str] = field(default_factory=dict)
    photos: PhotoFolder | None = None


def check_list(desk: Desk, wanted: ListToImport, progress: Progress) -> ImportReport:
    """Say what an import would do, and change nothing.

    Raises:
        KioskError: the file is no list at all.
    """
    reading = _Reading(desk, wanted)
    for rows in reading.batches(Pace(desk.clock, _FIRST), progress):
        reading.plan.draw([(entry, None) for entry in rows], reading.tally)
    return reading.report()


def import_list(desk: Desk, wanted: ListToImport, progress: Progress) -> ImportReport:
    """Import a list; every row that can be taken is, every other is in the report.

    Raises:
        KioskError: the file is no list at all, or the disk refuses; nothing was imported.
        StoreError: another import came between; nothing was imported.
    """
    reading = _Reading(desk, wanted)
    with imports_store.in_bulk(desk.database) as copy_back:
        batch = reading.begin()
        try:
            reading.stage(batch, progress, copy_back)
            report = reading.report()
            with imports_store.durable(desk.database), desk.database.write() as connection:
                imports_store.switch(connection, batch)
                detail: dict[str, Plain] = {
                    "import": batch.id.hex(),
                    "digest": reading.list.digest.hex(),
                    "new": report.new,
                    "updated": report.updated,
                    "unchanged": report.unchanged,
                    "refused": report.refused,
                }
                versions = (newest(connection), current_version(connection))
                act = act_of(desk, Kind.IMPORT, versions, None, detail)
                append(connection, journals(connection)[-1], act)
        except BaseException:
            # Also for Ctrl-C: what was staged goes, and the interruption goes on.
            with desk.database.write() as connection:
                imports_store.abandon(connection, batch.n, desk.clock.now())
            _clear(desk)
            raise
        _fold(desk, batch.n, progress, copy_back)
    return report


def resume(desk: Desk) -> int:
    """Finish what a killed command left: fold switched imports, clear abandoned ones; return how many."""
    with desk.database.read() as connection:
        switched = imports_store.to_fold(connection)
        silent = imports_store.silent(connection, desk.clock.now() - SILENCE)
        abandoned = imports_store.to_clear(connection)
    if not switched and not silent and not abandoned:
        return 0
    with imports_store.in_bulk(desk.database) as copy_back:
        for n in silent:
            with desk.database.write() as connection:
                imports_store.abandon(connection, n, desk.clock.now())
        _clear(desk)
        for n in switched:
            _fold(desk, n, lambda _step, _done, _total: None, copy_back)
    return len({*switched, *silent, *abandoned})


class _Reading:
    """One list on its way in."""

    def __init__(self, desk: Desk, wanted: ListToImport) -> None:
        self._desk = desk
        self._wanted = wanted
        self.list: ListFile = open_list(wanted.path, wanted.renamed)
        with desk.database.read() as connection:
            event = load_event(connection)
        if event is None:
            raise KioskError("this station has no event yet", "run `kiosk init`")
        self._new_rights: list[Rights] = []
        self._photos = 0  # taken in
        self._checker = RowChecker(event, self.list.columns, self.list.width, self._rights)
        ids = Ids(desk.random(10), desk.random)
        self.plan = Plan(desk.database, event, wanted.source, self.list.columns, ids)
        self.tally = Tally(notices=dict.fromkeys(self.list.notices, 1))
        if "photo_file" in self.list.columns and wanted.photos is None:
            self.tally.notice("the list names photos; import them with --photos FOLDER")

    def _rights(self, rights: Rights) -> int:
        """Return the number of a set, to be written with the next batch."""
        self._new_rights.append(rights)
        return rights_number(write_rights(rights))

    def begin(self) -> Batch:
        named = ListName(self._wanted.source, self._wanted.path.name, self.list.digest)
        with self._desk.database.write() as connection:
            return imports_store.begin(connection, self._desk.random(16), named, self._desk.clock.now())

    def batches(self, pace: Pace, progress: Progress) -> Iterator[list[Entry]]:
        """Yield the rows that can be taken, so many at a time as the pace says; count the others."""
        check, tally = self._checker.check, self.tally
        batch: list[Entry] = []
        done, total = 0, max(0, self.list.lines - self.list.head - 1)
        for line, cells in self.list.rows():
            if cells is None:
                reason = (
                    "a cell is too long, or a quotation mark never closes; the lines up to its end are lost"
                )
                tally.refuse([Problem(line, "", "", reason)])
                continue
            checked = check(line, cells)
            if isinstance(checked, list):
                tally.refuse(checked)
            else:
                batch.append(checked)
            done += 1
            if len(batch) >= pace.size:
                yield batch
                batch = []
                progress("reading", done, max(total, done))
        if batch:
            yield batch
        progress("reading", done, done)

    def stage(self, batch: Batch, progress: Progress, copy_back: Callable[[], None]) -> None:
        """Stage the whole list. One batch is written, beside this thread, while the next is checked."""
        pace = Pace(self._desk.clock, _FIRST)
        written: Future[None] | None = None
        with ThreadPoolExecutor(1) as writer, self._wanted.photos or nullcontext():
            for rows in self.batches(pace, progress):
                self._prepare_photos(rows, progress)
                entries = [(entry, self._photo(entry)) for entry in rows]
                if written is not None and self.plan.has_known:
                    written.result()  # the plan reads through the connection that writes
                step = self.plan.draw(entries, self.tally)
                if written is not None:
                    written.result()
                rights, self._new_rights = self._new_rights, []
                written = writer.submit(self._write, batch, step, rights, pace)
                copy_back()
            if written is not None:
                written.result()
        if self._photos:
            progress("photos", self._photos, self._photos)

    def _write(self, batch: Batch, step: Step, new_rights: list[Rights], pace: Pace) -> None:
        desk = self._desk
        now = desk.clock.now()
        with desk.database.write() as connection:
            pace.start()
            for rights in new_rights:
                keep_rights(connection, rights)
            if step.people is not None:
                stage_new(connection, author(desk), now, step.people, batch.n)
            last = stage(connection, author(desk), now, step.edits, batch.n)
            imports_store.beat(connection, batch, last, now)
        pace.stop()

    def _prepare_photos(self, rows: Sequence[Entry], progress: Progress) -> None:
        """Take in the photos of some rows, several at a time."""
        photos = self._wanted.photos
        if photos is None:
            return

        def watch(more: int) -> None:
            self._photos += more
            rows = self.list.lines - self.list.head - 1
            progress("photos", self._photos, max(self._photos, min(len(photos), rows)))

        photos.prepare(map(_photo_of, rows), self._desk.photos, watch)

    def _photo(self, entry: Entry) -> str | None:
        photos = self._wanted.photos
        if photos is None:
            return None
        name, external_id = _photo_of(entry)
        taken = photos.take(name, external_id, self._desk.photos)
        if isinstance(taken, bytes):
            return taken.hex()
        if taken:
            self.tally.notice(f"line {entry.line}: {taken}")
        return None

    def report(self) -> ImportReport:
        return self.tally.close(self.list.encoding)


def _photo_of(entry: Entry) -> tuple[str, str]:
    """Return the name of a row's photo, and the id after which one may be named."""
    name, external_id = (entry.cells[COLUMNS.index(column)] for column in ("photo_file", "external_id"))
    return name, external_id


def _fold(desk: Desk, n: int, progress: Progress, copy_back: Callable[[], None]) -> None:
    pace, left = Pace(desk.clock, _FIRST), 1
    while left:
        with desk.database.write() as connection:
            pace.start()
            done, left = imports_store.fold_some(connection, n, pace.size, desk.clock.now())
        pace.stop()
        copy_back()
        sleep(BREATH)
        progress("applying", done, done + left)


def _clear(desk: Desk) -> None:
    with desk.database.read() as connection:
        abandoned = imports_store.to_clear(connection)
    for n in abandoned:
        is_more = True
        while is_more:
            with desk.database.write() as connection:
                is_more = imports_store.clear_some(connection, n, FEWEST * 4)
