"""What a user has to know about how a station was found when a command opened it."""

from collections.abc import Mapping

from kiosk.cli.language import said
from kiosk.cli.tables import remark
from kiosk.service.station.lives import Continuity
from kiosk.service.words.translation import text

_NEW_LIFE = text("It has begun a new life, with badge numbers of its own.")
_SAYINGS: Mapping[str, tuple[str, ...]] = {
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


def say_found(found: str) -> None:
    """Say on stderr that a station has begun a new life, and why."""
    for number, line in enumerate(_SAYINGS.get(found, ())):
        if number:
            remark("kiosk: hint: {hint}", hint=said(line))
        else:
            remark("kiosk: warning: {message}", message=f"{said(line)} {said(_NEW_LIFE)}")
