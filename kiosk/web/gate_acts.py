"""The keys of a gate's screen: the menus that they open, and the acts that the gate itself then does.

1. The gate's own process does every act, as the viewer: the journal has the account, and its roles are asked.
   The screen of a gate, without a person, acts as a steward of that gate.
2. The choices of a menu are numbered from a random digit: no keys that could be printed in a code act.
3. A menu names the record that it is about, so that a scan in between never moves what is undone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.responses import Response

from kiosk.domain.clock import RandomBytes
from kiosk.domain.errors import KioskError
from kiosk.domain.model import ClockState, Direction, GateId, TurnBack
from kiosk.domain.roles import Action, Actor, Role
from kiosk.service.posts.messages import ActDone, Value
from kiosk.service.posts.shown import Passage, last_passages
from kiosk.web.render import Say
from kiosk.web.visit import Visit

DIGITS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu.

    Attributes:
        act: what it posts to, below the gate's address.
        values: of the form that it posts.
    """

    text: str
    act: str
    values: Mapping[str, str] = field(default_factory=dict)


# --- Menus ------------------------------------------------------------------------------------------------


def reasons(visit: Visit) -> Response:
    """Ask why somebody who was let through did not pass: the last one, or the one of a record."""
    say = visit.pages.say
    passage = _undoable(visit)
    if passage is None:
        return _told(visit, say("NOTHING TO UNDO"))
    title = say("Did not enter") if passage.direction is not Direction.OUT else say("Did not leave")
    whys = {
        TurnBack.WENT_AWAY: say("went away"),
        TurnBack.NOT_THE_HOLDER: say("is not the holder of the badge"),
        TurnBack.MISTAKE: say("was let through by mistake"),
        TurnBack.OTHER: say("another reason"),
    }
    choices = [
        Choice(text, "turn-back", {"seq": str(passage.seq), "why": why.value}) for why, text in whys.items()
    ]
    return _menu(visit, f"{title}: {passage.name}" if passage.name else title, choices)


def actions(visit: Visit) -> Response:
    """Show what else can be done at this gate."""
    say, now = visit.pages.say, visit.gates.gate(visit.path["gate"])
    is_out = now.direction == Direction.OUT
    other = Direction.IN if is_out else Direction.OUT
    text = say("Change to ENTRY") if is_out else say("Change to EXIT")
    choices = [Choice(text, "direction", {"direction": other})]
    is_doubted = now.beat is not None and now.beat.clock == ClockState.SUSPECT
    if is_doubted and _actor(visit).may(Action.CONFIRM_CLOCK):
        choices.append(Choice(say("This computer's time is right"), "clock"))
    return _menu(visit, say("Other…"), choices)


def _undoable(visit: Visit) -> Passage | None:
    """Return the passage that is meant: the one asked for, else the last that was granted; None for none."""
    gate = GateId(visit.path["gate"])
    passages = last_passages(visit.station, visit.station.event(), gate)
    wanted = visit.query.get("seq", "")
    if wanted:
        passages = tuple(one for one in passages if str(one.seq) == wanted)
    return next((one for one in passages if one.can_undo), None)


def _menu(visit: Visit, title: str, choices: Sequence[Choice]) -> Response:
    digits = numbered(len(choices), visit.station.random)
    lines = list(zip(digits, choices, strict=True))
    return visit.pages.page("gate/_menu.html", title=title, lines=lines)


def numbered(count: int, random: RandomBytes) -> list[int]:
    """Return as many digits in a row, from one that nobody can know beforehand; after 9 comes 0."""
    first = random(1)[0] % DIGITS
    return [(first + nth) % DIGITS for nth in range(count)]


# --- Acts -------------------------------------------------------------------------------------------------


def type_code(visit: Visit) -> Response:
    """Have the gate decide what a hand scanner or a person has typed; the stream shows the decision."""
    typed = {name: visit.form.get(name, "") for name in ("text", "keys")}
    return _acted(visit, "typed", typed, None)


def turn_back(visit: Visit) -> Response:
    """Have the gate record that somebody did not pass, and say the record's number."""
    seq = visit.form.get("seq", "")
    values: dict[str, Value] = {"why": visit.form.get("why", "")}
    if seq.isascii() and seq.isdigit():
        values["seq"] = int(seq)

    def said(say: Say, done: ActDone) -> str:
        return say("Recorded as no. {seq}.", seq=done.seq or 0)

    return _acted(visit, "turn_back", values, said)


def turn_round(visit: Visit) -> Response:
    """Have the gate work in the other direction."""
    return _acted(visit, "direction", {"direction": visit.form.get("direction", "")}, None)


def confirm_clock(visit: Visit) -> Response:
    """Record that this computer's time is right."""

    def said(say: Say, done: ActDone) -> str:
        return say("Recorded as no. {seq}.", seq=done.seq or 0)

    return _acted(visit, "confirm_clock", {}, said)


def _acted(
    visit: Visit, what: str, values: Mapping[str, Value], said: Callable[[Say, ActDone], str] | None
) -> Response:
    """Have the gate act; 204 when there is nothing to say, 409 with the reason when it was not done."""
    say = visit.pages.say
    try:
        done = visit.gates.act(visit.path["gate"], what, _actor(visit), values)
    except KioskError as error:  # the gate does not answer: that is for the steward, no fault of the page
        message, hint = (
            say(error.template, **_plain(error.values)),
            say(error.hint_template, **_plain(error.values)),
        )
        return _told(visit, message, hint, HTTPStatus.CONFLICT)
    if done.message:
        told = _plain(done.values)
        return _told(visit, say(done.message, **told), say(done.hint, **told), HTTPStatus.CONFLICT)
    if said is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return _told(visit, said(say, done))


def _actor(visit: Visit) -> Actor:
    """Return who acts: the account, or the screen itself, which may do what the table of routes gives it."""
    viewer = visit.viewer
    return viewer.actor if viewer.account else Actor(viewer.actor.account, frozenset({Role.GATE}))


def _plain(values: Mapping[str, object]) -> Mapping[str, str]:
    return {name: str(value) for name, value in values.items()}


def _told(visit: Visit, message: str, hint: str = "", status: int = HTTPStatus.OK) -> Response:
    return visit.pages.page("gate/_told.html", status, message=message, hint=hint)
