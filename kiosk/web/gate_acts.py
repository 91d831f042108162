"""The acts of a gate's screen: each has the gate itself do something, and says what became of it."""

from starlette.responses import Response

from kiosk.web.gate_answers import acted, recorded
from kiosk.web.visit import Visit

LONGEST = 15
"""Digits of a record's number."""


def type_code(visit: Visit) -> Response:
    """Have the gate decide what a hand scanner or a person has typed; the stream shows the decision."""
    typed = {name: visit.form.get(name, "") for name in ("text", "keys")}
    return acted(visit, "typed", typed, None)


def turn_back(visit: Visit) -> Response:
    """Have the gate record that somebody did not pass, and say the record's number."""
    values = {"seq": _number(visit, "seq"), "why": visit.form.get("why", "")}
    return acted(visit, "turn_back", values, recorded)


def turn_round(visit: Visit) -> Response:
    """Have the gate work in the other direction."""
    return acted(visit, "direction", {"direction": visit.form.get("direction", "")}, None)


def confirm_clock(visit: Visit) -> Response:
    """Record that this computer's time is right."""
    return acted(visit, "confirm_clock", {}, recorded)


def look(visit: Visit) -> Response:
    """Have the gate show the next badge without recording it."""
    return acted(visit, "look", {}, None)


def count_party(visit: Visit) -> Response:
    """Have the gate record people without a badge, with the person of a passage."""
    values = {
        "seq": _number(visit, "seq"),
        "people": _number(visit, "people"),
        "kind": visit.form.get("kind", ""),
    }
    return acted(visit, "party", values, recorded)


def set_aside(visit: Visit) -> Response:
    """Have the gate put a refused person into the tray, so that the lane goes on."""
    return acted(visit, "set_aside", {"seq": _number(visit, "seq")}, None)


def call(visit: Visit) -> Response:
    """Have the gate call a supervisor, and say the record's number."""
    return acted(visit, "call", {}, recorded)


def _number(visit: Visit, name: str) -> int | None:
    """Return a number of the form; None for anything else."""
    text = visit.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
