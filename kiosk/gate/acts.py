"""The acts that somebody at a page wants a gate to do, and that the gate itself does.

1. The gate's own loop performs them, one at a time, between two pictures: nothing else writes what it owns.
2. They are done as the account that wants them: the journal has it, and its roles are asked.
3. What an account may not do, or what makes no sense, is answered with the reason; the lamp does not show it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.domain.bursts import Line
from kiosk.domain.errors import KioskError
from kiosk.domain.model import Admitted, Direction, PartyKind, Subject, TurnBack
from kiosk.domain.roles import Action, Actor, Role
from kiosk.domain.tray import Settlement
from kiosk.service.admission.settling import Overruling
from kiosk.service.posts.messages import ActDone, ActWanted, Value

SUBJECT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act.

    Attributes:
        seq: the number of its record; None if it leaves none.
        values: what else is to be told of it.
    """

    seq: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


class Gate(Protocol):
    """What a gate can be asked for. Each act is done as an actor."""

    def scan(self, line: Line, actor: Actor) -> Admitted | None:
        """Decide on a typed code and record it; None if it was decided on just now.

        Raises:
            KioskError: it came too late to be decided.
        """

    def admit_by_hand(self, subject: Subject, actor: Actor) -> Admitted | None:
        """Decide about a person whom the actor knows, without a badge, and record it.

        Raises:
            KioskError: the screen hangs, so nothing is decided.
        """

    def turn_back(self, seq: int | None, why: TurnBack | None, actor: Actor) -> int:
        """Record that a person did not pass: the last one, or the one of a record; return its record."""

    def set_aside(self, seq: int | None, actor: Actor) -> int:
        """Put a refused person into the tray: the one shown, or the one of a record; return its number."""

    def settle(self, seq: int, how: Settlement, actor: Actor) -> int:
        """Record what became of a person in the tray; return the record's number."""

    def call(self, actor: Actor) -> int:
        """Record that a supervisor is called to this gate; return the record's number."""

    def answer_call(self, seq: int, actor: Actor) -> int:
        """Record that a supervisor is coming; return the record's number."""

    def overrule(self, overruling: Overruling, actor: Actor) -> int:
        """Record that a person in the tray is let in against the decision; return the record's number."""

    def confirm_clock(self, actor: Actor) -> int:
        """Record that the clock is right; return the record's number."""

    def look(self) -> None:
        """Look at the next badge without recording it."""

    def count_party(self, seq: int | None, people: int, kind: PartyKind, actor: Actor) -> int:
        """Record that people passed with the last person, or with the one of a record; return its number."""

    def turn_round(self, direction: Direction) -> None:
        """Work in the other direction from now on."""


def perform(gate: Gate, wanted: ActWanted) -> Done:
    """Do what is wanted.

    Raises:
        KioskError: why it cannot be done.
    """
    act = _ACTS.get(wanted.what)
    if act is None:
        raise KioskError(
            "this gate cannot do {what}", "its program is older than its pages", what=wanted.what
        )
    return act(gate, wanted, actor_of(wanted))


def refusal(wanted: ActWanted, error: KioskError) -> ActDone:
    """Return the answer to an act that was not done: the error's template, so that the page can say it."""
    values = {name: str(value) for name, value in error.values.items()}
    return ActDone(wanted.gate, wanted.id, None, error.template, error.hint_template, values)


def actor_of(wanted: ActWanted) -> Actor:
    """Return who wants an act; a role that this version does not know counts for nothing."""
    return Actor(wanted.account, frozenset(Role(role) for role in wanted.roles if role in tuple(Role)))


def _text(wanted: ActWanted, name: str) -> str:
    value = wanted.values.get(name, "")
    return value if isinstance(value, str) else ""


def _number(wanted: ActWanted, name: str) -> int | None:
    value = wanted.values.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _typed(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    actor.needs(Action.SCAN)
    admitted = gate.scan(Line(_text(wanted, "text"), keys=_text(wanted, "keys")), actor)
    return Done() if admitted is None else Done(admitted.seq, {"outcome": admitted.decision.outcome})


def _by_hand(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    actor.needs(Action.FIND)
    actor.needs(Action.SCAN)
    try:
        subject = Subject(bytes.fromhex(_text(wanted, "subject")))
    except ValueError:
        subject = Subject(b"")
    if len(subject) != SUBJECT_BYTES:
        raise KioskError("no person was chosen", "search for the person first")
    admitted = gate.admit_by_hand(subject, actor)
    return Done() if admitted is None else Done(admitted.seq, {"outcome": admitted.decision.outcome})


def _turn_back(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    seq, why = _number(wanted, "seq"), _text(wanted, "why")
    if why not in ("", *TurnBack):
        raise KioskError(
            "{why} is no reason", "choose one of: {choices}", why=why, choices=", ".join(TurnBack)
        )
    return Done(gate.turn_back(seq, TurnBack(why) if why else None, actor))


def _set_aside(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    return Done(gate.set_aside(_number(wanted, "seq"), actor))


def _settle(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    seq, how = _number(wanted, "seq"), _text(wanted, "how")
    if how not in tuple(Settlement):
        raise KioskError(
            "{how} settles nothing", "choose one of: {choices}", how=how, choices=", ".join(Settlement)
        )
    return Done(gate.settle(-1 if seq is None else seq, Settlement(how), actor))


def _call(gate: Gate, _: ActWanted, actor: Actor) -> Done:
    actor.needs(Action.SCAN)
    return Done(gate.call(actor))


def _come(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    seq = _number(wanted, "seq")
    return Done(gate.answer_call(-1 if seq is None else seq, actor))


def _override(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    seq = _number(wanted, "seq")
    return Done(gate.overrule(Overruling(-1 if seq is None else seq, _text(wanted, "why")), actor))


def _confirm_clock(gate: Gate, _: ActWanted, actor: Actor) -> Done:
    return Done(gate.confirm_clock(actor))


def _direction(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    actor.needs(Action.SCAN)
    direction = _text(wanted, "direction")
    if direction not in tuple(Direction):
        raise KioskError("{direction} is no direction", "it is in or out", direction=direction)
    gate.turn_round(Direction(direction))
    return Done(values={"direction": direction})


def _look(gate: Gate, _: ActWanted, actor: Actor) -> Done:
    actor.needs(Action.SCAN)
    gate.look()
    return Done()


def _party(gate: Gate, wanted: ActWanted, actor: Actor) -> Done:
    seq, people, kind = _number(wanted, "seq"), _number(wanted, "people"), _text(wanted, "kind")
    if kind not in tuple(PartyKind):
        raise KioskError(
            "{kind} is no kind of party", "choose one of: {choices}", kind=kind, choices=", ".join(PartyKind)
        )
    return Done(gate.count_party(seq, people or 0, PartyKind(kind), actor))


_ACTS: Mapping[str, Callable[[Gate, ActWanted, Actor], Done]] = {
    "typed": _typed,
    "by_hand": _by_hand,
    "turn_back": _turn_back,
    "set_aside": _set_aside,
    "settle": _settle,
    "override": _override,
    "call": _call,
    "come": _come,
    "confirm_clock": _confirm_clock,
    "direction": _direction,
    "look": _look,
    "party": _party,
}
