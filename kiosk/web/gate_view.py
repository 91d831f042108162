"""The steward's half of a gate's screen: who it is, and what to do now.

1. One instruction a reason: the steward of a refusal never has to interpret a code.
2. Names come in both scripts, each with its own direction.
3. What security alone is told never gets here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.model import Direction, Notice, Outcome, Reason
from kiosk.service.posts.messages import SignShown
from kiosk.service.posts.shown import Grant, Person
from kiosk.service.words.catalogue import DISK_LOW, INSTRUCTIONS, PHRASES, SCANNER_GONE, Instruction
from kiosk.web.gate_rows import Known, Row, rows_of
from kiosk.web.render import Say

OF_STATION: Mapping[str, Instruction] = {
    Notice.CLOCK_SUSPECT: INSTRUCTIONS[Notice.CLOCK_SUSPECT],
    Notice.LIST_STALE: INSTRUCTIONS[Notice.LIST_STALE],
    "disk_low": DISK_LOW,
    "scanner_gone": SCANNER_GONE,
}
"""Warnings about this computer, for any person."""
_TOLD: Mapping[str, Instruction] = {str(told): words for told, words in INSTRUCTIONS.items()}
_SAID = PHRASES
TURNED_BACK = "turned_back"


@dataclass(frozen=True, slots=True)
class Chip:
    """A category: its letter on its colour, and its name."""

    letter: str
    colour: str
    on_colour: str
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """A person, as the page shows one.

    Attributes:
        photo: the address of the photo; "" if there is none.
        rights: zones with their days, one line for each different set of zones.
    """

    name: str
    native: str
    organisation: str
    position: str
    chip: Chip | None
    rights: tuple[tuple[str, str], ...]
    photo: str


@dataclass(frozen=True, slots=True)
class Steward:
    """One steward's half.

    Attributes:
        title: why it was refused, or what is broken, in capitals; "" for an ordinary passage.
        to_do: what to do now.
        causes: more about a fault.
        notices: further lines about the person or the badge.
        warnings: what is wrong with this computer meanwhile.
        heard: what a screen reader says, once; "" when there is nothing to announce.
        record: the number of the record; "" if nothing was recorded.
        refused: the same for a person who may be set aside; else "".
    """

    title: str
    to_do: str
    causes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    person: Block | None = None
    heard: str = ""
    record: str = ""
    rows: tuple[Row, ...] = ()
    refused: str = ""


def steward_half(shown: SignShown | None, known: Known, say: Say, language: str) -> Steward:
    """Return the steward's half for a sign; None for the time between two people."""
    rows = rows_of(shown, known, say, language)
    if shown is None:
        return Steward("", say("Next person"), rows=rows)
    warnings = tuple(_in_one(OF_STATION[one], say) for one in shown.warnings if one in OF_STATION)
    block = None if known.person is None else _block(shown, known.person, known, language)
    title, to_do, causes = _said(shown, known, say)
    return Steward(
        title,
        to_do,
        causes,
        _notices(shown, known, say),
        warnings,
        block,
        _heard(shown, (title, to_do), block, say),
        "" if shown.seq is None else str(shown.seq),
        rows,
        str(shown.seq) if shown.outcome == Outcome.DENIED and shown.seq is not None else "",
    )


def cut_half(direction: str, say: Say) -> Steward:
    """Return what stands in the steward's half, in place of the last person, once the link is lost."""
    if direction == Direction.OUT:
        return Steward(say("SCREEN CUT OFF"), say(_SAID["free_exit_do"]))
    return Steward(say("SCREEN CUT OFF"), say(_SAID["not_recorded_do"]))


# --- What is said -----------------------------------------------------------------------------------------


def _said(shown: SignShown, known: Known, say: Say) -> tuple[str, str, tuple[str, ...]]:
    """Return the title, what to do now, and the causes of a fault."""
    match shown.face:
        case "decided":
            return (*_decided(shown, known, say), ())
        case "ready":
            return "", say("Next person"), ()
        case "question":
            return "", say(_SAID[f"ask_{shown.wish}"], digit=shown.digit), (say(_SAID["ask_else"]),)
        case "camera" | "unrecorded" | "late" | "misread":
            return _broken(shown, say)
        case "turned_back":
            title, to_do = "turned_back", f"turned_back_{shown.direction}_do"
        case "throttled":
            title = "throttled"
            to_do = "throttled_do" if shown.direction == Direction.IN else "throttled_out_do"
        case face if face in _SAID:
            title, to_do = face, f"{face}_do"
        case _:  # of a newer version of the gate
            return "", say("Next person"), ()
    causes = (_would(shown, known, say),) if shown.face == "looked" else ()
    return say(_SAID[title]), say(_SAID[to_do]), causes


def _would(shown: SignShown, known: Known, say: Say) -> str:
    """Return what a scan of the badge that is looked at would say."""
    if shown.outcome == Outcome.GRANTED:
        what = say(_SAID[f"granted_{shown.direction}"])
    else:
        what, _ = _decided(shown, known, say)
    return say("A scan would say: {what}", what=what)


def _broken(shown: SignShown, say: Say) -> tuple[str, str, tuple[str, ...]]:
    is_exit = shown.direction == Direction.OUT
    match shown.face:
        case "camera":
            causes: tuple[str, ...] = (say(_SAID[f"camera_{shown.fault}"]),)
            if is_exit:
                causes = (say(_SAID["camera"]), *causes, say(_SAID["camera_do"]))
        case "unrecorded":
            causes = _causes(shown, say)
        case _:
            causes = (say(_SAID[f"{shown.face}_why"]),)
    phrase = "free_exit" if is_exit else {"unrecorded": "not_recorded"}.get(shown.face, shown.face)
    return say(_SAID[phrase]), say(_SAID[f"{phrase}_do"]), causes


def _decided(shown: SignShown, known: Known, say: Say) -> tuple[str, str]:
    if shown.outcome == Outcome.GRANTED:
        others = [notice for notice in shown.notices if notice in _TOLD and notice not in OF_STATION]
        if shown.direction == Direction.OUT:
            return "", say("Let them leave.")
        if others:
            return "", say(_TOLD[others[0]].to_do)
        has_photo = known.person is not None and known.person.has_photo
        to_do = (
            say("Compare the face with the photo.") if has_photo else say("Ask for a document with a photo.")
        )
        return "", to_do
    words = _TOLD.get(shown.reason)
    if words is None:  # a reason of a newer version of the gate
        return shown.reason.upper(), say("Call the supervisor.")
    since = known.person.inside_since if known.person is not None else None
    if shown.reason == Reason.PASSBACK and since is not None:
        return say("ALREADY INSIDE SINCE {time}", time=known.time(since)), say(words.to_do)
    return say(words.headline), say(words.to_do)


def _causes(shown: SignShown, say: Say) -> tuple[str, ...]:
    known = _SAID.get(f"store_{shown.fault}")
    if known is not None:
        return (say(known),)
    return (say(_SAID["fault_other"]), shown.said) if shown.said else (say(_SAID["fault_other"]),)


def _notices(shown: SignShown, known: Known, say: Say) -> tuple[str, ...]:
    told = [_TOLD[one] for one in shown.notices if one in _TOLD and one not in OF_STATION]
    found = [say(words.headline) for words in told[:1]]  # what to do about it is said large already
    found += [_in_one(words, say) for words in told[1:]]
    if shown.superseded_by and known.newer is not None:
        issued = known.moment(known.newer.issued_at)
        found.append(say("Old badge: no. {issue} was issued {when}.", issue=known.newer.issue, when=issued))
    if shown.overridable:
        found.append(say(_SAID["override"]))
    return tuple(found)


def _in_one(words: Instruction, say: Say) -> str:
    return f"{say(words.headline)} · {say(words.to_do)}"


def _heard(shown: SignShown, told: tuple[str, str], block: Block | None, say: Say) -> str:
    """Return what is announced: decisions and faults, not that the next person may come."""
    if shown.face in ("ready", "opening", "checking"):
        return ""
    title, to_do = told
    name = "" if block is None else block.name or block.native
    if shown.outcome == Outcome.GRANTED and shown.face == "decided":
        title = say(_SAID[f"granted_{shown.direction}"])
    return ". ".join(part.rstrip(".") for part in (title, name, to_do) if part) + "."


# --- Who it is --------------------------------------------------------------------------------------------


def _block(shown: SignShown, person: Person, known: Known, language: str) -> Block:
    category = person.category
    name = category.name.get(language, category.name["fr"]) if category is not None else ""
    return Block(
        person.name,
        person.native,
        person.organisation,
        person.position,
        None if category is None else Chip(category.letter, category.colour, ink_on(category.colour), name),
        tuple(_right(grant, known, language) for grant in person.grants),
        f"/gate/{known.gate}/photo/{shown.subject}" if person.has_photo else "",
    )


def _right(grant: Grant, known: Known, language: str) -> tuple[str, str]:
    zones = known.event.zone
    labels = [zones[zone].label_in(language) if zone in zones else zone for zone in grant.zones]
    return " · ".join(labels), days_text(grant.days)


def days_text(days: Sequence[date]) -> str:
    """Return days as people write them: `11-12`, `11, 13`, with months where there are several."""
    is_one_month = len({(day.year, day.month) for day in days}) == 1
    form = "%d" if is_one_month else "%d/%m"
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join("-".join(dict.fromkeys((f"{run[0]:{form}}", f"{run[-1]:{form}}"))) for run in runs)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour `#rrggbb`."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    # WCAG 2.2, relative luminance; at 0.179 black and white have the same contrast.
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
