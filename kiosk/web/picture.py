"""The newest picture of a gate's camera, asked for again and again while somebody looks; none is kept."""

from starlette.responses import Response

from kiosk.web.visit import Visit


def show(visit: Visit) -> Response:
    """Return the newest picture as a JPEG; 204 while there is none yet, or none since `seen`."""
    name = visit.path["gate"]
    visit.gates.look_at(name)
    gate = visit.gates.gate(name)
    if not gate.picture or visit.query.get("seen") == str(gate.pictures):
        return Response(status_code=204)
    return Response(gate.picture, media_type="image/jpeg", headers={"Kiosk-Picture": str(gate.pictures)})
