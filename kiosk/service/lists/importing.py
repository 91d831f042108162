"""The import of a list: checked whole, staged, switched at once, folded in short transactions.

1. Before its switch, nothing of an import is part of the list; from then on, all of it is.
2. One `import` record is written, in the transaction of the switch.
3. If interrupted before the switch, it leaves nothing behind; after it, `applying.resume` finishes it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

import kiosk.store.imports as imports_store
from kiosk.domain.journal import Kind, Plain
from kiosk.domain.model import Rights
from kiosk.domain.plural import counted
from kiosk.domain.rights import write_rights
from kiosk.domain.roles import Action
from kiosk.domain.wording import Phrase
from kiosk.service.lists.applying import FIRST, Progress, clear, fold
from kiosk.service.lists.columns import COLUMNS
from kiosk.service.lists.comparison import Ids, Plan, Step
from kiosk.service.lists.csv_file import ListFile, Mended, open_list
from kiosk.service.lists.photo_folder import Keep, PhotoFolder, keep_in, keep_none
from kiosk.service.lists.report import MOST_EXAMPLES, ImportReport, ImportTally, Problem
from kiosk.service.lists.rows import ListRow, RowChecker, demand_category
from kiosk.service.lists.whose import Whose, counts_rows, is_foreign
from kiosk.service.station.acting import About, acting, author
from kiosk.service.station.pace import Pace
from kiosk.service.station.station import Station
from kiosk.store.changes import stage, stage_new
from kiosk.store.imports import ListName, StagedImport
from kiosk.store.people import expected, has_source
from kiosk.store.rights import keep_rights, rights_number


@dataclass(frozen=True, slots=True)
class ListToImport:
    """The parameters of an import.

    Attributes:
        source: ids are unique within it: the same list again must name the same source.
        renamed: for headers that cannot be guessed, the column that each means.
        photos: the folder of the pictures that the list names, if any.
        may_replace: people of this list may take the ids of others, who are then set aside.
        encoding: of the file, as named by the user; None to find out.
        fixed: fields that are the same for every row, whatever the list says.
    """

    path: Path
    source: str = "list"
    renamed: Mapping[str, str] = field(default_factory=dict)
    photos: PhotoFolder | None = None
    may_replace: bool = False
    encoding: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)


def check_list(station: Station, wanted: ListToImport, progress: Progress) -> ImportReport:
    """Say what an import would do, and change nothing.

    Raises:
        KioskError: the file is not a list.
    """
    station.actor.needs(Action.IMPORT)
    reading = _Reading(station, wanted)
    with wanted.photos or nullcontext():
        for rows in reading.batches(Pace(station.clock, FIRST), progress):
            reading.plan.draw(reading.with_photos(rows, keep_none, progress), reading.tally)
    return reading.report()


def import_list(station: Station, wanted: ListToImport, progress: Progress) -> ImportReport:
    """Import a list: take every valid row, and report every other.

    Raises:
        KioskError: the file is not a list, or the disk refuses; nothing was imported.
        StoreError: another import intervened; nothing was imported.
    """
    station.actor.needs(Action.IMPORT)
    reading = _Reading(station, wanted)
    with imports_store.in_bulk(station.database) as copy_back:
        batch = reading.begin()
        try:
            reading.stage(batch, progress, copy_back)
            report = reading.report()
            with imports_store.durable(station.database), acting(station) as work:
                imports_store.switch(work.connection, batch)
                detail: dict[str, Plain] = {
                    "import": batch.id.hex(),
                    "digest": reading.list.digest.hex(),
                    "new": report.new,
                    "updated": report.updated,
                    "unchanged": report.unchanged,
                    "refused": report.refused,
                }
                if report.replaced:
                    detail["replaced"] = report.replaced
                work.record(Kind.IMPORT, About(detail=detail))
        except BaseException:
            # Also for Ctrl-C: what was staged is removed, and the interruption continues.
            with station.database.write() as connection:
                imports_store.abandon(connection, batch.n, station.clock.now())
            clear(station)
            raise
        fold(station, batch.n, progress, copy_back)
    return report


class _Reading:
    """One list being imported."""

    def __init__(self, station: Station, wanted: ListToImport) -> None:
        self._station = station
        self._wanted = wanted
        self.list: ListFile = open_list(wanted.path, wanted.renamed, wanted.fixed, wanted.encoding)
        self._mended = Mended()
        event = station.event()
        demand_category(event, wanted.fixed)
        self._new_rights: list[Rights] = []
        self._photos = 0  # taken in
        self._checker = RowChecker(
            event, dict(self.list.columns), wanted.fixed, self.list.width, self._rights
        )
        ids = Ids(station.random(10), station.random)
        self._whose = self._find_whose()
        self.plan = Plan(station.database, event, self._whose, ids)
        self.tally = ImportTally(notices=dict.fromkeys(self.list.notices, 1))
        if "photo_file" in self.list.columns and wanted.photos is None:
            self.tally.notice("the list names photos; import them with --photos FOLDER")

    def _find_whose(self) -> Whose:
        station, source = self._station, self._wanted.source
        with station.database.read() as connection:
            has_known = has_source(connection, source)
        is_other = has_known and counts_rows(self.list) and is_foreign(station.database, source, self.list)
        given = frozenset((*self.list.columns, *self._wanted.fixed))
        return Whose(source, self._wanted.path.name, given, self._wanted.may_replace, is_other)

    def _rights(self, rights: Rights) -> int:
        """Return the number of a set of rights, to be written with the next batch."""
        self._new_rights.append(rights)
        return rights_number(write_rights(rights))

    def begin(self) -> StagedImport:
        named = ListName(self._wanted.source, self._wanted.path.name, self.list.digest)
        with self._station.database.write() as connection:
            return imports_store.begin(connection, self._station.random(16), named, self._station.clock.now())

    def batches(self, pace: Pace, progress: Progress) -> Iterator[list[ListRow]]:
        """Yield the valid rows, as many at a time as the pace allows; count the others."""
        check, notices, tally = self._checker.check, self._checker.notices, self.tally
        batch: list[ListRow] = []
        done, total = 0, max(0, self.list.lines - self.list.head - 1)
        for line, cells, reason, lines in self.list.rows(self._mended):
            if cells is None:
                tally.refuse([Problem(line, "", "", reason)])
                continue
            if lines > 1:
                tally.several(line, lines)
            checked = check(line, cells)
            if notices:
                tally.remark(notices)
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

    def stage(self, batch: StagedImport, progress: Progress, copy_back: Callable[[], None]) -> None:
        """Stage the whole list. One batch is written in another thread while the next is checked."""
        pace = Pace(self._station.clock, FIRST)
        keep = keep_none if self._wanted.photos is None else keep_in(self._station.photos)
        written: Future[None] | None = None
        with ThreadPoolExecutor(1) as writer, self._wanted.photos or nullcontext():
            for rows in self.batches(pace, progress):
                entries = self.with_photos(rows, keep, progress)
                if written is not None and self.plan.reads:
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

    def _write(self, batch: StagedImport, step: Step, new_rights: list[Rights], pace: Pace) -> None:
        station = self._station
        now = station.clock.now()
        with station.database.write() as connection:
            pace.start()
            for rights in new_rights:
                keep_rights(connection, rights)
            # Edits first: an id given up by one person is then free for another.
            last = stage(connection, author(station), now, step.edits, batch.n)
            if step.people is not None:
                last = stage_new(connection, author(station), now, step.people, batch.n)
            imports_store.beat(connection, batch, last, now)
        pace.stop()

    def with_photos(
        self, rows: Sequence[ListRow], keep: Keep, progress: Progress
    ) -> list[tuple[ListRow, str | None]]:
        """Take in the photos of some rows, several at a time; return each row with the hash of its photo."""
        photos = self._wanted.photos
        if photos is None:
            return [(entry, None) for entry in rows]

        def watch(more: int) -> None:
            self._photos += more
            most = self.list.lines - self.list.head - 1
            progress("photos", self._photos, max(self._photos, min(len(photos), most)))

        photos.prepare(map(_photo_of, rows), keep, watch)
        return [(entry, self._told(entry, photos.take(*_photo_of(entry), keep))) for entry in rows]

    def _told(self, entry: ListRow, taken: bytes | str) -> str | None:
        if isinstance(taken, bytes):
            return taken.hex()
        if taken:
            self.tally.notice(Phrase("line {line}: {taken}", line=entry.line, taken=taken))
        return None

    def _note_faceless(self) -> None:
        names = list(self._wanted.photos.faceless) if self._wanted.photos else []
        if names:
            more = (
                Phrase(" and {n:,} more", n=len(names) - MOST_EXAMPLES) if len(names) > MOST_EXAMPLES else ""
            )
            listed = f"{', '.join(names[:MOST_EXAMPLES])}{more}"
            said = Phrase(
                "no face was found in {photos}; to be looked at: {listed}",
                photos=counted(len(names), "photo"),
                listed=listed,
            )
            self.tally.notice(said)

    def _note_dates(self) -> None:
        order = self._checker.order
        if order.month_first and order.doubtful:
            others = Phrase(" and {n:,} more", n=order.doubtful_lines - 1) if order.doubtful_lines > 1 else ""
            self.tally.notice(
                Phrase(
                    "the date of birth in line {first} can only be month first, but line"
                    " {doubtful}{others} was read day first: look at them",
                    first=order.month_first,
                    doubtful=order.doubtful,
                    others=others,
                )
            )

    def _note_missing(self) -> None:
        """Note people of the same source who are no longer in the list: an import removes no one."""
        source = self._wanted.source
        if not self.plan.has_known or "external_id" not in self.list.columns or self.tally.others:
            return
        with self._station.database.read() as connection:
            gone = [one for one in expected(connection, source) if not self._checker.has_seen(one[0])]
        if gone:
            named = ", ".join(f"{name} ({external_id})" for external_id, name in gone[:MOST_EXAMPLES])
            more = Phrase(" and {n:,} more", n=len(gone) - MOST_EXAMPLES) if len(gone) > MOST_EXAMPLES else ""
            said = Phrase(
                'not in this list any more: {named}{more}; of the source "{source}", and still accredited'
                " (kiosk people suspend)",
                named=named,
                more=more,
                source=source,
            )
            self.tally.notice(said)

    def report(self) -> ImportReport:
        self._note_missing()
        self._note_dates()
        self._note_faceless()
        if self.tally.others:
            with self._station.database.read() as connection:
                files = imports_store.files_of(connection, self._wanted.source)
            if files and self._wanted.path.name not in files:
                self.tally.notice(
                    Phrase(
                        '{name} is a new file for the source "{source}" (so far {files}), and ids in it are'
                        " other people's",
                        name=self._wanted.path.name,
                        source=self._wanted.source,
                        files=", ".join(files[:3]),
                    )
                )
        if self._mended.lines:
            before, after = self._mended.example
            lines = counted(self._mended.lines, "line was", "lines were")
            self.tally.notice(
                Phrase(
                    '{lines} encoded twice, and mended: "{before}" is read as "{after}"',
                    lines=lines,
                    before=before,
                    after=after,
                )
            )
        report = self.tally.close(self.list.encoding, self.list.samples)
        photos = self._wanted.photos
        return report if photos is None else replace(report, photos=replace(photos.count))


def _photo_of(entry: ListRow) -> tuple[str, str]:
    """Return the possible names of a row's photo: from the list, from the id."""
    return entry.cells[COLUMNS.index("photo_file")], entry.cells[COLUMNS.index("external_id")]
