"""Things of the event that are named on the command line."""

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.model import GateId
from kiosk.domain.nearest import did_you_mean


def gate_named(event: Event, name: str) -> GateId:
    """Return a gate's id, however its letters are written. Raises KioskError for none of the event's."""
    known = {gate.id.upper(): gate.id for gate in event.gates}
    found = known.get(name.upper())
    if found is None:
        raise KioskError('there is no gate "{name}"', did_you_mean(name, known.values()), name=name)
    return found
