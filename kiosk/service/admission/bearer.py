"""Own what a gate may see of the person whose badge was read."""

from dataclasses import dataclass

from kiosk.domain.event import Event
from kiosk.domain.model import CategoryId, Subject
from kiosk.service.station.station import Station
from kiosk.store.admission import bearer_row


@dataclass(frozen=True, slots=True)
class Bearer:
    """Name, organisation and category of a holder; read after the record was committed."""

    title: str
    given_name: str
    family_name: str
    name_native: str
    organisation: str
    position: str
    country: str
    category: str

    def lines(self) -> tuple[str, ...]:
        """Return the lines to show, the name first; empty ones left out."""
        name = " ".join(part for part in (self.title, self.given_name, self.family_name) if part)
        lines = (name, self.name_native, self.organisation, self.category)
        return tuple(line for line in lines if line)


def bearer(station: Station, event: Event, subject: Subject | None, language: str) -> Bearer | None:
    """Return whose badge it is; None for nobody on the list, or somebody erased."""
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
