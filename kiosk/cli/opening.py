"""Opening a station for a command, and saying what its user has to know about how it was found."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kiosk.bootstrap.opening import AS_FOUND, Arrival, Opened
from kiosk.bootstrap.opening import opened as found_and_opened
from kiosk.cli.language import said
from kiosk.cli.tables import remark
from kiosk.service.station.lives import Continuity
from kiosk.service.words.translation import text

_NEW_LIFE = text("It has begun a new life, with badge numbers of its own.")
_SAYINGS: Mapping[Continuity, tuple[str, ...]] = {
    Continuity.COPIED: (
        text("this station is a copy of another folder on this computer."),
        text("What the other one prints and lets in is not known here. Work with one of the two."),
    ),
    Continuity.ELSEWHERE: (
        text("this station's folder was brought here from another computer."),
        text("What is done there is not known here. Before you move a station: `kiosk station move`"),
    ),
    Continuity.FORKED: (
        text("this station's journal does not agree with its newest signed head."),
        text("Run `kiosk log verify`, and tell whoever keeps the keys."),
    ),
    Continuity.BEHIND: (
        text("this station's files are older than they were: records that were made are missing."),
        text("If nobody put an older copy back, tell security. `kiosk log verify` says which records."),
    ),
    Continuity.RESTORED: (
        text("the signed head beside this station's file is missing, or is not of this station."),
        text("If the file came from a copy, what was done since that was made is missing here."),
    ),
    Continuity.OLDER: (text("this station comes from an older version of Kiosk."),),
}


@contextmanager
def opened(folder: Path, clock_option: str | None = None, arrival: Arrival = AS_FOUND) -> Iterator[Opened]:
    """Open a station for the length of a block; say on stderr if it begins a new life, and why."""
    with found_and_opened(folder, clock_option, arrival) as found:
        for number, line in enumerate(_SAYINGS.get(found.found, ())):
            if number:
                remark("kiosk: hint: {hint}", hint=said(line))
            else:
                remark("kiosk: warning: {message}", message=f"{said(line)} {said(_NEW_LIFE)}")
        yield found
