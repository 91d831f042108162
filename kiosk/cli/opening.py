"""Opening a station for a command, and saying what its user has to know about how it was found."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kiosk.bootstrap.opening import AS_FOUND, Arrival, Opened
from kiosk.bootstrap.opening import opened as found_and_opened
from kiosk.cli.app import errors
from kiosk.service.station.lives import Continuity

_NEW_LIFE = "It has begun a new life, with badge numbers of its own."
_SAYINGS: Mapping[Continuity, tuple[str, ...]] = {
    Continuity.COPIED: (
        f"this station is a copy of another folder on this computer. {_NEW_LIFE}",
        "What the other one prints and lets in is not known here. Work with one of them, not with both.",
    ),
    Continuity.ELSEWHERE: (
        f"this station's folder was brought here from another computer. {_NEW_LIFE}",
        "What is done there from now on is not known here. Before you move a station: `kiosk station move`",
    ),
    Continuity.FORKED: (
        f"this station's journal does not agree with its newest signed head. {_NEW_LIFE}",
        "Run `kiosk log verify`, and tell whoever keeps the keys.",
    ),
    Continuity.BEHIND: (
        f"this station's files are older than they were: records that were made are missing. {_NEW_LIFE}",
        "If nobody put an older copy back, tell security. `kiosk log verify` says which records.",
    ),
    Continuity.RESTORED: (
        f"the signed head beside this station's file is missing, or is not of this station. {_NEW_LIFE}",
        "If the file came from a copy, what was done since that was made is missing here.",
    ),
    Continuity.OLDER: (f"this station comes from an older version of Kiosk. {_NEW_LIFE}",),
}


@contextmanager
def opened(folder: Path, clock_option: str | None = None, arrival: Arrival = AS_FOUND) -> Iterator[Opened]:
    """Open a station for the length of a block; say on stderr if it begins a new life, and why."""
    with found_and_opened(folder, clock_option, arrival) as found:
        for number, line in enumerate(_SAYINGS.get(found.found, ())):
            word = "hint" if number else "warning"
            errors.print(f"kiosk: {word}: {line}", markup=False, soft_wrap=True)
        yield found
