"""What a user has to know about how a station was found when a command opened it."""

from collections.abc import Mapping

from kiosk.cli.app import errors
from kiosk.service.station.lives import Continuity

_NEW_LIFE = "It has begun a new life, with badge numbers of its own."
_SAYINGS: Mapping[str, tuple[str, str]] = {
    Continuity.COPIED: (
        "this station is a copy of another folder on this computer.",
        "What the other one prints and lets in is not known here. Work with one of them, not with both.",
    ),
    Continuity.ELSEWHERE: (
        "this station's folder was brought here from another computer.",
        "What is done there from now on is not known here. Before you move a station: `kiosk station move`",
    ),
    Continuity.FORKED: (
        "this station's journal does not agree with its newest signed head.",
        "Run `kiosk log verify`, and tell whoever keeps the keys.",
    ),
    Continuity.BEHIND: (
        "this station's files are older than they were: records that were made are missing.",
        "If nobody put an older copy back, tell security. `kiosk log verify` says which records.",
    ),
    Continuity.RESTORED: (
        "the signed head beside this station's file is missing, or is not of this station.",
        "If the file came from a copy, what was done since that was made is missing here.",
    ),
    Continuity.OLDER: ("this station comes from an older version of Kiosk.", ""),
}


def say_found(found: str) -> None:
    """Say on stderr that a station has begun a new life, and why."""
    warning, hint = _SAYINGS.get(found, ("", ""))
    if warning:
        errors.print(f"kiosk: warning: {warning} {_NEW_LIFE}", markup=False, soft_wrap=True)
    if hint:
        errors.print(f"kiosk: hint: {hint}", markup=False, soft_wrap=True)
