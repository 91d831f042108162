"""The gate's screen: its page, and the two halves that a stream renders anew with each sign."""

from collections.abc import Mapping

from starlette.responses import Response

from kiosk.web.visit import Visit


def show(visit: Visit) -> Response:
    """Show a gate's screen as it is now."""
    name = visit.path["gate"]
    return visit.pages.page("gate/gate.html", gate=name, now=visit.gates.gate(name))


def halves(visit: Visit) -> Mapping[str, str]:
    """Return the public and the steward's half of a gate's screen, for a stream."""
    now = visit.gates.gate(visit.path["gate"])
    face = now.sign.face if now.sign else ""
    return {"public": face, "steward": face}
