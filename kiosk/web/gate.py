"""The gate's screen: its page, the halves that a stream renders anew with each sign, photos, and the fonts.

1. The first load and the stream render the same fragments by the same function.
2. A light lasts as long as its sign says, counted from when the gate lit it: a page loaded later shows what
   is left of it, and none when nothing is left.
"""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from starlette.responses import Response

from kiosk.domain.model import Direction, GateId, Subject
from kiosk.service.posts import shown as seen
from kiosk.service.posts.fonts import font_file
from kiosk.service.posts.messages import SignShown
from kiosk.service.station.station import Station
from kiosk.web.gate_frame import Frame, frame
from kiosk.web.gate_rows import Known
from kiosk.web.gate_view import cut_half, steward_half
from kiosk.web.public_view import Look, Public, Tongue, cut_off, public_half
from kiosk.web.visit import Visit

FOR_EVER = "public, max-age=31536000, immutable"


def show(visit: Visit) -> Response:
    """Show a gate's screen as it is now."""
    pages = visit.pages
    halves = {f"steward-cut-{way}": cut_half(way, pages.say) for way in Direction}
    spare = {name: pages.fragment("gate/_steward.html", {"steward": half}) for name, half in halves.items()}
    return _page(visit, "gate/gate.html", spare)


def show_public(visit: Visit) -> Response:
    """Show the public half alone, for a second screen: also what the browser is sent has nothing else."""
    return _page(visit, "gate/public.html", {})


def photo(visit: Visit) -> Response:
    """Show the photo of a person whose badge was read here."""
    try:
        subject = Subject(bytes.fromhex(visit.path["subject"]))
    except ValueError:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    jpeg = seen.photo(visit.station, subject)
    if jpeg is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


def font(visit: Visit) -> Response:
    """Send one of the fonts; browsers keep it."""
    data = font_file(visit.path["name"])
    if data is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(data, media_type="font/ttf", headers={"Cache-Control": FOR_EVER})


def halves(visit: Visit) -> Mapping[str, str]:
    """Return what a sign changes on the page, for the first load and for the stream.

    Returns:
        `public` and `steward` as HTML; `look`, `sound` and `heard`, for eye and ear; `ttl`: for how many
        milliseconds it is still to be shown, "0" until the next one.
    """
    gate, pages = visit.path["gate"], visit.pages
    sign, ttl, known = _now(visit)
    public = _public(visit, sign, known)
    steward = steward_half(sign, known, pages.say, pages.language)
    return {
        "public": _drawn(visit, public),
        "steward": pages.fragment("gate/_steward.html", {"steward": steward, "gate": gate}),
        "look": public.look,
        "sound": _sound(sign, public.look),
        "heard": steward.heard,
        "ttl": str(ttl),
    }


def public_alone(visit: Visit) -> Mapping[str, str]:
    """Return what a sign changes on a public screen; nothing of it tells two hidden refusals apart.

    Returns:
        `public` as HTML, `look`, `heard` for the ear, and `ttl` as in `halves`.
    """
    sign, ttl, known = _now(visit)
    public = _public(visit, sign, known)
    is_decision = sign is not None and sign.face not in _SILENT
    return {
        "public": _drawn(visit, public),
        "look": public.look,
        "heard": public.word if is_decision else "",
        "ttl": str(ttl),
    }


def _now(visit: Visit) -> tuple[SignShown | None, int, Known]:
    """Return the sign that a gate shows now, its milliseconds, and what the station knows about it."""
    gate = visit.path["gate"]
    sign, ttl = _left(visit.gates.gate(gate).sign, visit.gates.seconds())
    return sign, ttl, _known(visit.station, sign, gate)


def _public(visit: Visit, sign: SignShown | None, known: Known) -> Public:
    pages, sight = visit.pages, visit.gates.gate(visit.path["gate"]).sight
    holder = "" if known.person is None else known.person.language
    hint = "" if sight is None else sight.hint
    return public_half(sign, Tongue(pages.language, pages.say_in), holder, hint)


def strip(visit: Visit) -> Response:
    """Show the strip above the screen anew: how the gate is now."""
    return visit.pages.page("gate/_frame.html", frame=_frame(visit))


def _page(visit: Visit, template: str, more: Mapping[str, str]) -> Response:
    gate, pages = visit.path["gate"], visit.pages
    if GateId(gate) not in visit.station.event().gate:
        return pages.page("gate/none.html", HTTPStatus.NOT_FOUND, gate=gate)
    sign = visit.gates.gate(gate).sign
    spare = _spare(Tongue(pages.language, pages.say_in))
    return pages.page(
        template,
        gate=gate,
        n=0 if sign is None else sign.n,
        halves=halves(visit),
        frame=_frame(visit),
        spare={**{name: _drawn(visit, public) for name, public in spare.items()}, **more},
    )


def _frame(visit: Visit) -> Frame:
    gate, pages = visit.path["gate"], visit.pages
    known = Known(visit.station.event(), GateId(gate))
    beat = visit.gates.gate(gate).beat
    return frame(beat, known, visit.station.clock.now(), pages.say, pages.language)


def _drawn(visit: Visit, public: Public) -> str:
    lens = visit.lenses.get(visit.path["gate"], "top")
    return visit.pages.fragment(public.part.value, {"public": public, "lens": lens})


def _spare(tongue: Tongue) -> Mapping[str, Public]:
    """Return what the browser may have to show by itself: green has gone out, the link is gone."""
    return {
        "rest": public_half(None, tongue),
        "closer": public_half(None, tongue, hint="closer"),
        "cut-in": cut_off(tongue, "in"),
        "cut-out": cut_off(tongue, "out"),
    }


def _left(sign: SignShown | None, now: float) -> tuple[SignShown | None, int]:
    """Return a sign and for how many milliseconds it is still to be shown; no sign where its time is over."""
    if sign is None or not sign.ttl_ms:
        return sign, 0
    left = sign.ttl_ms - round(1000 * (now - sign.shown_at))
    return (sign, min(left, sign.ttl_ms)) if left > 0 else (None, 0)


def _known(station: Station, sign: SignShown | None, gate: str) -> Known:
    event, gate_id = station.event(), GateId(gate)
    subject = Subject(bytes.fromhex(sign.subject)) if sign is not None else Subject(b"")
    if sign is not None and sign.face == "looked":
        last = seen.passages_of(station, event, subject) if subject else ()
    else:
        last = seen.last_passages(station, event, gate_id)
    known = Known(event, gate_id, last=last)
    if sign is None:
        return known
    return replace(
        known,
        person=seen.person(station, event, subject) if subject else None,
        newer=seen.newer_badge(station, sign.superseded_by) if sign.superseded_by else None,
    )


_SILENT = frozenset({"ready", "looking", "opening", "checking", "question", "nothing_undone", "turned_back"})
"""Faces that are neither a decision nor a fault."""
_SOUNDS: Mapping[Look, str] = {
    Look.GRANTED: "granted",
    Look.ASK: "ask",
    Look.REFUSED: "refused",
    Look.EXIT: "exit",
    Look.FAULT: "fault",
}


def _sound(sign: SignShown | None, look: Look) -> str:
    """Return what is to be heard with a sign."""
    return "" if sign is None or sign.face in _SILENT else _SOUNDS.get(look, "")
