"""The menus of a gate's screen: what can be done there, and the questions before it is done.

1. The choices of a menu are numbered from a random digit: no keys that could be printed in a code act. How
   many people a party has is its own digit: whoever types it has found the party's digit first.
2. A menu names the record that it is about, so that a scan in between never moves what is undone or counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.responses import Response

from kiosk.domain.clock import RandomBytes
from kiosk.domain.model import ClockState, Direction, GateId, PartyKind, TurnBack
from kiosk.domain.roles import Action
from kiosk.service.posts.shown import Passage, last_passages
from kiosk.web.gate_answers import actor_of, told
from kiosk.web.render import Say
from kiosk.web.visit import Visit

DIGITS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu.

    Attributes:
        act: what it posts to, below the gate's address; "" for none.
        values: of the form that it posts.
        opens: the menu that it opens instead, below the gate's address; "" for none.
    """

    text: str
    act: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    opens: str = ""


def reasons(visit: Visit) -> Response:
    """Ask why somebody who was let through did not pass: the last one, or the one of a record."""
    say = visit.pages.say
    passage = _undoable(visit)
    if passage is None:
        return told(visit, say("NOTHING TO UNDO"))
    is_out = passage.direction is Direction.OUT
    if passage.name:
        title = (
            say("Did not leave: {name}", name=passage.name)
            if is_out
            else say("Did not enter: {name}", name=passage.name)
        )
    else:
        title = say("Did not leave") if is_out else say("Did not enter")
    whys = {
        TurnBack.WENT_AWAY: say("went away"),
        TurnBack.NOT_THE_HOLDER: say("is not the holder of the badge"),
        TurnBack.MISTAKE: say("was let through by mistake"),
        TurnBack.OTHER: say("another reason"),
    }
    choices = [
        Choice(text, "turn-back", {"seq": str(passage.seq), "why": why.value}) for why, text in whys.items()
    ]
    return menu_of(visit, title, choices)


def actions(visit: Visit) -> Response:
    """Show what else can be done at this gate."""
    say = visit.pages.say
    choices = [*_parties(visit), Choice(say("Look only"), "look")]
    if visit.viewer.account:  # the screen alone finds nobody
        choices.append(Choice(say("By hand"), opens="find"))
    choices += [Choice(say("Call the supervisor"), "call"), *_for_the_gate(visit)]
    return menu_of(visit, say("Other…"), choices)


def _parties(visit: Visit) -> list[Choice]:
    """Return the kinds of party that came with the last person who was let through, if there is one."""
    passage = _undoable(visit)
    if passage is None:
        return []
    return [
        Choice(text, opens="party?" + urlencode({"kind": kind, "seq": passage.seq}))
        for kind, text in _kinds(visit.pages.say).items()
    ]


def _kinds(say: Say) -> Mapping[PartyKind, str]:
    return {
        PartyKind.PROTOCOL: say("Party: companions"),
        PartyKind.CHILD: say("Party: children"),
        PartyKind.DRIVER: say("Party: drivers"),
        PartyKind.RESCUE: say("Party: rescue service"),
    }


def _for_the_gate(visit: Visit) -> list[Choice]:
    say, now = visit.pages.say, visit.gates.gate(visit.path["gate"])
    is_out = now.direction == Direction.OUT
    other = Direction.IN if is_out else Direction.OUT
    text = say("Change to ENTRY") if is_out else say("Change to EXIT")
    choices = [Choice(text, "direction", {"direction": other})]
    is_doubted = now.beat is not None and now.beat.clock == ClockState.SUSPECT
    if is_doubted and actor_of(visit).may(Action.CONFIRM_CLOCK):
        choices.append(Choice(say("This computer's time is right"), "clock"))
    return choices


def party(visit: Visit) -> Response:
    """Ask how many people came with the person of a passage."""
    say, passage, kind = visit.pages.say, _undoable(visit), visit.query.get("kind", "")
    kinds = _kinds(say)
    if passage is None or kind not in kinds:
        return told(visit, say("nobody was let through just now"), say("scan the host's badge first"))
    form = {"seq": str(passage.seq), "kind": kind}
    lines = [
        (people % DIGITS, Choice(str(people), "party", {**form, "people": str(people)}))
        for people in range(1, DIGITS + 1)
    ]
    asked = say("How many?")
    host = f"{kinds[PartyKind(kind)]} · {passage.name}" if passage.name else kinds[PartyKind(kind)]
    return visit.pages.page("gate/_menu.html", title=f"{host} · {asked}", lines=lines)


def _undoable(visit: Visit) -> Passage | None:
    """Return the passage that is meant: the one asked for, else the last that was granted; None for none."""
    gate = GateId(visit.path["gate"])
    passages = last_passages(visit.station, visit.station.event(), gate)
    wanted = visit.query.get("seq", "")
    if wanted:
        passages = tuple(one for one in passages if str(one.seq) == wanted)
    return next((one for one in passages if one.can_undo), None)


def menu_of(visit: Visit, title: str, choices: Sequence[Choice]) -> Response:
    """Show a menu; its choices are numbered from a random digit."""
    digits = numbered(len(choices), visit.station.random)
    lines = list(zip(digits, choices, strict=True))
    return visit.pages.page("gate/_menu.html", title=title, lines=lines)


def numbered(count: int, random: RandomBytes) -> list[int]:
    """Return as many digits in a row, from one that nobody can know beforehand; after 9 comes 0."""
    first = random(1)[0] % DIGITS
    return [(first + nth) % DIGITS for nth in range(count)]
