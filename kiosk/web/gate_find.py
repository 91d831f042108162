"""By hand: a person without a badge is found by name, compared with the photo, and admitted as any other.

1. The screen of a gate alone finds nobody: a person must be logged in, and not locked.
2. What is found is no decision: the gate decides, with the same rules, and records `by_hand`.
"""

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from kiosk.domain.event import Event
from kiosk.service.people.finding import PersonFound, find
from kiosk.web.gate_answers import acted
from kiosk.web.visit import Visit

MOST = 8
"""People shown: more than fit beside a light are not read there."""
SHORTEST = 2
"""Letters from which is searched."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant; every text is "" if unknown.

    Attributes:
        subject: 32 hex digits.
        photo: the address of the photo; "" if there is none.
    """

    subject: str
    name: str
    native: str
    organisation: str
    category: str
    photo: str


def ask(visit: Visit) -> Response:
    """Ask whom to look for, and show who is found."""
    gate, text = visit.path["gate"], visit.query.get("text", "").strip()
    if not visit.is_part:
        return RedirectResponse(f"/gate/{gate}", 303)
    found = find(visit.station, text, MOST) if len(text) >= SHORTEST else []
    event, language = visit.station.event(), visit.pages.language
    people = {
        person.person.holder.subject: _candidate(person, event, gate, language)
        for person in found
        if person.person.holder.subject is not None
    }
    return visit.pages.page("gate/_find.html", text=text, people=list(people.values()))


def _candidate(found: PersonFound, event: Event, gate: str, language: str) -> Candidate:
    holder, category = found.person.holder, event.category.get(found.person.category)
    subject = (holder.subject or b"").hex()
    return Candidate(
        subject,
        " ".join(part for part in (holder.title, holder.given_name, holder.family_name) if part),
        holder.name_native,
        holder.organisation,
        "" if category is None else category.name.get(language, category.name["fr"]),
        "" if holder.photo is None else f"/gate/{gate}/photo/{subject}",
    )


def admit(visit: Visit) -> Response:
    """Have the gate decide about the person who was chosen; the stream shows the decision."""
    return acted(visit, "by_hand", {"subject": visit.form.get("subject", "")}, None)
