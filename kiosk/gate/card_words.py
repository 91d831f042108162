"""The gate card's words: what it says about each screen, in English; kiosk/locale has the other languages."""

from collections.abc import Mapping

from kiosk.service.words.translation import text

MEANS: Mapping[str, str] = {
    "title": text("At the gate"),
    "red": text("RED: a reason"),
    "amber": text("AMBER: a reason"),
    "band": text("Yellow band"),
    "green_means": text(
        "May pass, and it is recorded. Same name as on the screen, same face as on the badge?"
    ),
    "red_means": text("May not pass. Do what the screen says."),
    "amber_means": text("May not pass, unless the supervisor decides otherwise: call them."),
    "fault_means": text("Nobody enters by this computer: call support, take the paper list."),
    "free_means": text("A fault at an exit: let everybody leave, call support."),
    "band_means": text("Do what it says:"),
    "ready_means": text("Next: the badge straight before the camera, at arm's length."),
    "rule": text("Nobody is ever refused an exit."),
    "reasons": text("Why somebody is refused"),
    "undo": text("Key - then the digit shown: undoes the last passage."),
    "clock": text("Key ! then the digit shown: this computer's time is right."),
}
"""What the card itself says."""
