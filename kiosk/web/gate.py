"""The gate's screen: its page, and the two halves that a stream renders anew with each sign."""

from starlette.responses import Response

from kiosk.web.visit import Visit


def show(visit: Visit) -> Response:
    """Show a gate's screen as it is now."""
    name = visit.path["gate"]
    return visit.pages.page("gate/gate.html", gate=name, now=visit.gates.gate(name))
