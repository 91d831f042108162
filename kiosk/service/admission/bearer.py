"""The bearer of a badge that was read, as far as a gate may see."""

from kiosk.domain.event import Event
from kiosk.domain.model import CategoryId, Subject
from kiosk.service.station.station import Station
from kiosk.service.words.sign import Bearer
from kiosk.store.admission import bearer_row


def bearer(station: Station, event: Event, subject: Subject | None, language: str) -> Bearer | None:
    """Return the badge's bearer; None for a person not on the list, or erased."""
    if subject is None:
        return None
    with station.database.read() as connection:
        row = bearer_row(connection, subject)
    if row is None:
        return None
    title, given_name, family_name, name_native, organisation, position, country, category = row
    known = event.category.get(CategoryId(category))
    name = category if known is None else known.name.get(language, known.name["fr"])
    return Bearer(title, given_name, family_name, name_native, organisation, position, country, name)
