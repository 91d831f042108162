"""What a page answers after an act at a gate: who acted, what became of it, and why it was not done.

1. The gate's own process does every act, as the viewer: the journal has the account, and its roles are asked.
   The screen of a gate, without a person, acts as a steward of that gate.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.responses import Response

from kiosk.domain.errors import KioskError
from kiosk.domain.roles import Actor, Role
from kiosk.service.posts.messages import ActDone, Value
from kiosk.web.render import Say
from kiosk.web.visit import Visit


def acted(
    visit: Visit, what: str, values: Mapping[str, Value], said: Callable[[Say, ActDone], str] | None
) -> Response:
    """Have the gate act; 204 when there is nothing to say, 409 with the reason when it was not done."""
    say = visit.pages.say
    try:
        done = visit.gates.act(visit.path["gate"], what, actor_of(visit), values)
    except KioskError as error:  # the gate does not answer: that is for the steward, no fault of the page
        message, hint = (
            say(error.template, **_plain(error.values)),
            say(error.hint_template, **_plain(error.values)),
        )
        return told(visit, message, hint, HTTPStatus.CONFLICT)
    if done.message:
        why = _plain(done.values)
        return told(visit, say(done.message, **why), say(done.hint, **why), HTTPStatus.CONFLICT)
    if said is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return told(visit, said(say, done))


def actor_of(visit: Visit) -> Actor:
    """Return who acts: the account, or the screen itself, which may do what the table of routes gives it."""
    viewer = visit.viewer
    return viewer.actor if viewer.account else Actor(viewer.actor.account, frozenset({Role.GATE}))


def _plain(values: Mapping[str, object]) -> Mapping[str, str]:
    return {name: str(value) for name, value in values.items()}


def told(visit: Visit, message: str, hint: str = "", status: int = HTTPStatus.OK) -> Response:
    """Answer with a sentence, and what to do about it."""
    return visit.pages.page("gate/_told.html", status, message=message, hint=hint)


def recorded(say: Say, done: ActDone) -> str:
    """Say the number of an act's record."""
    return say("Recorded as no. {seq}.", seq=done.seq or 0)
