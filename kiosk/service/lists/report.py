"""The report of an import: every problem with its place, and the totals."""

from dataclasses import dataclass, field
from operator import attrgetter

from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase, joined
from kiosk.service.lists.photo_folder import PhotoCount

MOST_PROBLEMS = 100_000
"""Problems kept in full; further ones are counted. A list with more is the wrong list."""

MOST_EXAMPLES = 10
"""This many remarks of each kind are shown; the others are counted."""
_NAMED = 5
"""This many are named of things that are otherwise only counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a list that cannot be taken as it is.

    Attributes:
        line: of the file, counted from 1; the first one if the row has several.
        column: our name of the column, or "" for the whole row.
        value: the value found, shortened.
        nearest: a valid value that may have been meant.
    """

    line: int
    column: str
    value: str
    reason: str
    nearest: str | None = None

    def __str__(self) -> str:
        return str(self.told())

    def told(self) -> Phrase:
        """Return the problem in one line, with its place."""
        value = f' "{self.value}"' if self.value else ""
        where = f", {self.column}{value}" if self.column else value
        hint = Phrase(' (did you mean "{nearest}"?)', nearest=self.nearest) if self.nearest else ""
        told, reason = "line {line}{where}: {reason}{hint}", Phrase(self.reason)
        return Phrase(told, line=self.line, where=where, reason=reason, hint=hint)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or in a dry run would do.

    Attributes:
        refused: rows left out, each with at least one problem.
        problems: why rows were refused, in the order of the file; at most MOST_PROBLEMS.
        notices: what was skipped without refusing a row.
        encoding: in which the file was read.
        replaced: of the new people, how many took the id of another, who was set aside.
        samples: words of a list that is not Unicode, as read.
        left_out: of the unchanged, rows that are in the list twice.
        photos: their results, if a folder was given.
    """

    new: int
    updated: int
    unchanged: int
    refused: int
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    encoding: str
    replaced: int = 0
    samples: tuple[str, ...] = ()
    left_out: int = 0
    photos: PhotoCount | None = None

    @property
    def rows(self) -> int:
        """Rows in the list, blank ones not counted."""
        return self.new + self.updated + self.unchanged + self.refused


@dataclass(slots=True)
class ImportTally:
    """The report as it grows.

    Attributes:
        others: rows refused because their id is another person's.
        long_rows: the first rows of several lines: the line, and the number of lines.
        further_lines: the lines of all such rows beyond each one's first.
        left_out: of the unchanged, rows that are in the list twice.
        examples: how many there were of each kind that is only shown in part.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    replaced: int = 0
    others: int = 0
    long_rows: list[tuple[int, int]] = field(default_factory=list)
    further_lines: int = 0
    left_out: int = 0
    examples: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: dict[str, int] = field(default_factory=dict)

    def refuse(self, problems: list[Problem]) -> None:
        """Count a refused row."""
        self.refused += 1
        self.problems += problems[: MOST_PROBLEMS - len(self.problems)]

    def mistake(self, problem: Problem) -> None:
        """Count a row refused because its id is another person's."""
        self.others += 1
        self.refuse([problem])

    def remark(self, notices: list[Problem]) -> None:
        """Note what is wrong with a row that is nevertheless taken, and empty the list of notices."""
        for problem in notices:
            kind = joined((problem.column, Phrase(problem.reason)), ": ")
            self.example(kind, problem.told())
        notices.clear()

    def several(self, line: int, lines: int) -> None:
        """Note a row of several lines: there are then fewer rows than lines."""
        self.further_lines += lines - 1
        if len(self.long_rows) < _NAMED:
            self.long_rows.append((line, lines))

    def wants(self, kind: str) -> bool:
        """Say whether another example of a kind would be shown."""
        return self.examples.get(kind, 0) < MOST_EXAMPLES

    def example(self, kind: str, text: str) -> None:
        """Show an example of something that may be very frequent; after the first few they are counted."""
        if self.wants(kind):
            self.notice(text)
        self.examples[kind] = self.examples.get(kind, 0) + 1

    def notice(self, text: str) -> None:
        """Count something worth saying once."""
        self.notices[text] = self.notices.get(text, 0) + 1

    def close(self, encoding: str, samples: tuple[str, ...]) -> ImportReport:
        """Return the report."""
        if self.further_lines:
            named = ", ".join(f"{line}-{line + lines - 1}" for line, lines in self.long_rows)
            more = Phrase("{lines} more than rows", lines=counted(self.further_lines, "line"))
            self.notice(
                Phrase("some cells have several lines, as in lines {named} ({more})", named=named, more=more)
            )
        for kind, count in self.examples.items():
            if count > MOST_EXAMPLES:
                self.notice(Phrase("{kind}: {count:,} more", kind=kind, count=count - MOST_EXAMPLES))
        notices = tuple(
            one if count == 1 else Phrase("{text} ({count} times)", text=one, count=count)
            for one, count in self.notices.items()
        )
        sums = (self.new, self.updated, self.unchanged, self.refused)
        problems = tuple(sorted(self.problems, key=attrgetter("line")))
        return ImportReport(*sums, problems, notices, encoding, self.replaced, samples, self.left_out)
