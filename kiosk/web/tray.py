"""The tray: refused people who were set aside, and what a supervisor does with each of them.

1. Letting somebody in takes a reason and the supervisor's own PIN, each time.
2. The gate where the person was refused records it; a gate that is not at work settles nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from kiosk.domain.errors import KioskError
from kiosk.domain.model import GateId
from kiosk.domain.roles import Action
from kiosk.domain.tray import OLD_AFTER
from kiosk.service.accounts.naming import with_id
from kiosk.service.accounts.proving import Claim, Proof, Refusal, prove
from kiosk.service.posts.messages import Value
from kiosk.service.posts.tray import Called, Waiting, called, waiting
from kiosk.service.station.acting import Work
from kiosk.service.words.catalogue import INSTRUCTIONS
from kiosk.store.accounts import Account, AccountId
from kiosk.web.forms import refusal_said
from kiosk.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Line:
    """One case, as the page shows it.

    Attributes:
        age: minutes and seconds.
        photo: the address of the photo; "" if there is none.
    """

    case: Waiting
    gate: str
    why: str
    age: str
    is_old: bool
    photo: str


def show(visit: Visit) -> Response:
    """Show who waits, the oldest first."""
    return _page(visit)


def show_list(visit: Visit) -> Response:
    """Show the list alone, for a page that asks for it by itself."""
    return visit.pages.page("tray/_list.html", lines=_lines(visit), calls=_calls(visit))


def _page(visit: Visit, above: str = "", status: int = HTTPStatus.OK) -> Response:
    return visit.pages.page("tray/tray.html", status, lines=_lines(visit), calls=_calls(visit), above=above)


def _lines(visit: Visit) -> list[Line]:
    return [_line(visit, case) for case in waiting(visit.station)]


@dataclass(frozen=True, slots=True)
class Call:
    """One call, as the page shows it."""

    call: Called
    gate: str
    age: str
    is_old: bool


def _calls(visit: Visit) -> list[Call]:
    found = []
    for call in called(visit.station):
        waited = _waited(visit, call.since)
        found.append(Call(call, _gate(visit, call.gate), _age(waited), waited >= OLD_AFTER))
    return found


def _gate(visit: Visit, gate: GateId) -> str:
    known = visit.station.event().gate.get(gate)
    return gate if known is None else known.name.get(visit.pages.language, known.name["fr"])


def _waited(visit: Visit, since: datetime) -> int:
    return max(0, round((visit.station.clock.now() - since).total_seconds()))


def _age(waited: int) -> str:
    return f"{waited // 60}:{waited % 60:02}"


def _line(visit: Visit, case: Waiting) -> Line:
    waited = _waited(visit, case.since)
    photo = "" if case.subject is None else f"/gate/{case.gate}/photo/{case.subject.hex()}"
    return Line(
        case,
        _gate(visit, case.gate),
        visit.pages.say(INSTRUCTIONS[case.reason].headline),
        _age(waited),
        waited >= OLD_AFTER,
        photo if case.has_photo else "",
    )


def let_in(visit: Visit) -> Response:
    """Let a person in against the decision, with a reason and the supervisor's own PIN."""
    who = with_id(visit.station, AccountId(bytes.fromhex(visit.viewer.account)))
    claim = Claim(who, Proof.PIN, visit.form.get("pin", "").strip(), visit.place, "override")
    why = visit.form.get("why", "").strip()
    if not why:
        return _page(visit, visit.pages.say("Write why the person may go in."), 422)

    def proven(work: Work, _: Account) -> None:
        work.needs(Action.OVERRIDE)

    tried = prove(visit.station, visit.passwords, claim, proven)
    if isinstance(tried, Refusal):
        return _page(visit, refusal_said(visit.pages.say, tried), 429 if tried.wait_s else 401)
    return _settled(visit, "override", {"why": why})


def settle(visit: Visit) -> Response:
    """Record that a person was sent to the desk, or has gone."""
    return _settled(visit, "settle", {"how": visit.form.get("how", "")})


def come(visit: Visit) -> Response:
    """Record that a supervisor is coming to a gate that called."""
    return _settled(visit, "come", {})


def _settled(visit: Visit, what: str, values: dict[str, Value]) -> Response:
    gate, seq = visit.path["gate"], visit.path["seq"]
    number = int(seq) if seq.isascii() and seq.isdigit() else -1
    try:
        done = visit.gates.act(GateId(gate), what, visit.viewer.actor, {"seq": number, **values})
    except KioskError as error:  # the gate is not at work
        return _page(visit, visit.fault_said(error), HTTPStatus.CONFLICT)
    if done.message:
        why = KioskError(done.message, done.hint, **done.values)
        return _page(visit, visit.fault_said(why), HTTPStatus.CONFLICT)
    return RedirectResponse("/tray", HTTPStatus.SEE_OTHER)
