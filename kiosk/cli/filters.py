"""The options that choose badges, the same for every command that takes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.moments import read_moment
from kiosk.domain.errors import KioskError
from kiosk.service.prints.choosing import Choice
from kiosk.service.station.station import Station

Category = Annotated[str, typer.Option(help="Only this category, like exhibitor.")]
Delegation = Annotated[str, typer.Option(help="Only this delegation.")]
Days = Annotated[str, typer.Option(help="Only badges valid on one of these days, like 11-12.")]
Since = Annotated[
    str, typer.Option(help="Only people changed, or badges issued, since: 2025-11-11T14:10, or 14:10.")
]
Ids = Annotated[
    list[str] | None,
    typer.Option(help="Only this badge number or id of a list; @FILE: one a line. May be repeated."),
]
_MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Filters:
    """The options as they were typed."""

    category: str = ""
    delegation: str = ""
    days: str = ""
    since: str = ""
    ids: tuple[str, ...] = ()

    def choice(self, station: Station) -> Choice:
        """Return the choice of people. Raises KioskError for a time or a file that cannot be read."""
        chosen = Choice(self.category, self.delegation, days=self.days, ids=tuple(_ids(self.ids)))
        if self.ids and not chosen.ids:
            raise KioskError("there is no id in that file", "it has one badge number or id a line")
        if not self.since:
            return chosen
        return replace(chosen, since=read_moment(station.event(), self.since, station.clock.now()))


def _ids(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if text.startswith("@"):
            lines = _read(Path(text[1:])).splitlines()
            yield from (line.strip() for line in lines if line.strip())
        else:
            yield text.strip()


def _read(file: Path) -> str:
    """Read a list of ids as an editor or Excel saves it."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_MOST_BYTES + 1)
    except OSError as denied:
        raise KioskError(
            "{file} cannot be read: {strerror}", "check the name", file=file, strerror=denied.strerror
        ) from denied
    if len(raw) > _MOST_BYTES:
        raise KioskError(
            "{file} is too large for a list of ids", "it has one badge number or id a line", file=file
        )
    for encoding in ("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise KioskError("{file} is not a text file", "it has one badge number or id a line", file=file)
