"""The words of a gate: for every reason and notice a line and what to do now, and the phrases of its screens.

They stand here in English, under the names that the code has for them; kiosk/locale has the other languages.

A gate's terminal has no Arabic: few terminals join its letters or write from right to left, and unreadable is
worse than French. A gate set to Arabic uses French; pages and paper have Arabic.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.model import Notice, Reason
from kiosk.service.words.translation import text, words


@dataclass(frozen=True, slots=True)
class Instruction:
    """A short line in capitals, and what gate staff should do."""

    headline: str
    to_do: str

    def said(self, language: str) -> "Instruction":
        """Return both in a language."""
        say = words(language).say
        return Instruction(say(self.headline), say(self.to_do))


INSTRUCTIONS: Mapping[Reason | Notice, Instruction] = {
    Reason.AMBIGUOUS: Instruction("TWO BADGES", "Hold up one badge only."),
    Reason.INVALID: Instruction("NOT A BADGE OF THIS EVENT", "Ask for the badge; else, the desk."),
    Reason.FORGED: Instruction("FORGED BADGE", "Ask the person to wait, call security."),
    Reason.UNKNOWN: Instruction("UNKNOWN BADGE", "Call security."),
    Reason.UNSYNCED: Instruction("BADGE NEWER THAN THIS LIST", "Update the list, or call the supervisor."),
    Reason.BLOCKED: Instruction("NO ACCESS", "Call security, do not argue."),
    Reason.NOT_APPROVED: Instruction("ACCREDITATION PENDING", "Send to the desk for approval."),
    Reason.REVOKED: Instruction("BADGE CANCELLED", "Keep the badge, call security."),
    Reason.SUSPENDED: Instruction("ACCREDITATION SUSPENDED", "Send to the desk."),
    Reason.SUPERSEDED: Instruction("OLD BADGE, REPLACED", "Ask for the new one; take the old one back."),
    Reason.NOT_ISSUED: Instruction("BADGE NOT HANDED OVER", "Send to the desk to collect it."),
    Reason.INVALID_TIME: Instruction("NOT VALID TODAY", "Look at the days on the badge; the desk."),
    Reason.WRONG_SITE: Instruction("OTHER SITE", "Show the way to the right site."),
    Reason.WRONG_ZONE: Instruction("ZONE NOT ALLOWED", "Point to the zones on the badge."),
    Reason.CLOSED: Instruction("CLOSED AT THIS HOUR", "Come back during opening hours."),
    Reason.ESCORT_REQUIRED: Instruction("ESCORT REQUIRED", "Let the escort pass first."),
    Reason.PASSBACK: Instruction("ALREADY INSIDE", "Compare the photo; call the supervisor."),
    Reason.CAPACITY: Instruction("ZONE FULL", "Ask people to wait; call the supervisor."),
    Notice.CLOCK_SUSPECT: Instruction("CLOCK IN DOUBT", "Have this computer's clock set."),
    Notice.LIST_STALE: Instruction("LIST OUT OF DATE", "Update the list."),
    Notice.ESCORTED: Instruction("ESCORTED", "See that the escort is there."),
    Notice.UNATTRIBUTED: Instruction("UNIDENTIFIED EXIT", "Let them leave."),
    Notice.NEARLY_FULL: Instruction("ZONE NEARLY FULL", "Tell security."),
}
DISK_LOW = Instruction("DISK NEARLY FULL", "Once it is full nothing is recorded: call support.")
SCANNER_GONE = Instruction(
    "HAND SCANNER FAULT", "Nothing typed comes in: call support, start this gate again."
)

PHRASES: Mapping[str, str] = {
    "granted_in": text("GO IN"),
    "granted_out": text("GOODBYE"),
    "not_recorded": text("NOT RECORDED"),
    "not_recorded_do": text("Nobody enters here: call support, or use the paper list."),
    "late": text("SCREEN TOO LATE"),
    "late_do": text("Hold up the badge once more; already inside: compare the photo."),
    "late_why": text("The screen had stopped: nobody has seen its last green."),
    "free_exit": text("FREE EXIT"),
    "free_exit_do": text("Let everybody leave; call support."),
    "camera": text("CAMERA FAULT"),
    "camera_do": text("Meanwhile: the hand scanner, or type the code."),
    "camera_not_opened": text("It cannot be opened: plugged in? taken by another program?"),
    "camera_lost": text("It has gone: check its cable."),
    "camera_stalled": text("It sends no more pictures: unplug it and plug it in again."),
    "camera_frozen": text("Its picture is frozen: unplug it and plug it in again."),
    "camera_black": text("Its picture is black: lens covered? no light?"),
    "camera_overexposed": text("Its picture is white: a lamp or the sun in front of it?"),
    "camera_one_picture": text("This address gives one picture, no stream: use its MJPEG or RTSP address."),
    "store_full": text("The disk is full: make room on it."),
    "store_read_only": text("The disk or the file is write-protected."),
    "store_busy": text("Another program holds the station's file: wait, or close it."),
    "store_damaged": text("The station's file is damaged: leave it alone, call support."),
    "store_disk": text("The disk does not answer any more, or is full."),
    "store_missing": text("The station's file has gone: is its disk plugged in?"),
    "fault_other": text("A fault of this computer, to be read to support:"),
    "trying": text("Tried again by itself"),
    "picture": text("camera"),
    "opening": text("ONE MOMENT"),
    "opening_do": text("The camera is opening."),
    "checking": text("ONE MOMENT"),
    "checking_do": text("The badge is checked and recorded."),
    "looking": text("LOOK ONLY"),
    "looking_do": text("The next badge is shown and not recorded: nobody enters on it."),
    "looked": text("LOOK ONLY"),
    "looked_do": text("Nothing was recorded. To let the person in, hold the badge up again."),
    "ready": text("READY"),
    "ready_do": text("Hold the badge's code up to the camera."),
    "ready_scanner_do": text("Scan the badge with the hand scanner."),
    "ask": text("TYPE {digit}"),
    "ask_end": text("End this gate? If yes, type {digit}."),
    "ask_turn_back": text("Undo the last passage? If yes, type {digit}."),
    "ask_confirm_clock": text("Is this computer's time right? If yes, type {digit}."),
    "ask_else": text("Any other key: no."),
    "keys": text("[q] end   [-] undo"),
    "tally_in": text("let in: {granted}, refused: {denied}, from {began} to {ended}"),
    "tally_out": text("gone out: {granted}, from {began} to {ended}"),
    "confirm_clock": text("Is the time right? If it is, press !"),
    "demo": text("DEMONSTRATION - SIMULATED TIME"),
    "in": text("entry"),
    "out": text("exit"),
    "override": text("The supervisor may decide otherwise."),
    "old_badge": text("Old badge, copy no. {issue}; the new one has no. {next}."),
    "throttled": text("TOO MANY CODES"),
    "throttled_do": text("Somebody is trying codes: call security."),
    "throttled_out_do": text("Let people leave; somebody is trying codes: call security."),
    "misread": text("THE SCANNER'S KEYBOARD?"),
    "misread_do": text("Try a badge known to be good: read, call security; if not, kiosk doctor --scanner."),
    "misread_why": text("Several codes typed in a row are no badges: the person waits."),
    "turned_back": text("PASSAGE UNDONE"),
    "turned_back_do": text("This is recorded."),
    "turned_back_in_do": text("The person did not enter; this is recorded."),
    "turned_back_out_do": text("The person did not leave; this is recorded."),
    "nothing_undone": text("NOTHING TO UNDO"),
    "nothing_undone_do": text("Only the very last badge can be undone, if it was granted."),
}


def told(language: str, about: Reason | Notice) -> Instruction:
    """Return what a gate says of a reason or a notice."""
    return INSTRUCTIONS[about].said(language)


def phrase(language: str, name: str, **values: object) -> str:
    """Return a phrase of `PHRASES` in a language, filled with its values."""
    return words(language).say(PHRASES[name], **values)
