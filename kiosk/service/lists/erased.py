"""Erased people in a list: a row that would bring one back is left out, or asked about."""

from kiosk.domain.tombstone import Identity, Mark, Trace, marks
from kiosk.service.lists.cells import Cells
from kiosk.service.lists.columns import COLUMNS
from kiosk.store.database import Database
from kiosk.store.tombstones import known_marks

_AT = {name: index for index, name in enumerate(COLUMNS)}
_COLUMNS = {
    Trace.LIST: "external_id",
    Trace.DOCUMENT: "id_document",
    Trace.EMAIL: "email",
    Trace.PHONE: "phone",
    Trace.NAME: "family_name",
}


class ErasedPeople:
    """Knows the marks of people who were erased, for the rows of one source.

    Args:
        database: the station's.
        source: of the list.
        key: the event's key for the marks; None where this station has none, and so knows nobody.
    """

    def __init__(self, database: Database, source: str, key: bytes | None) -> None:
        self._source = source
        self._key = key or b""
        with database.read() as connection:
            self._known = known_marks(connection) if key is not None else frozenset()

    def found(self, cells: Cells) -> tuple[str, str, bool] | None:
        """Say whether a new row is somebody erased.

        Returns:
            the column that says so, its value, and whether it is certain; by the name alone it is not. None
            for nobody.
        """
        if not self._known:
            return None
        hits = {
            trace: told for (trace, mark), told in self._marks(cells).items() if (trace, mark) in self._known
        }
        if not hits:
            return None
        trace = next(trace for trace in _COLUMNS if trace in hits)
        return _COLUMNS[trace], hits[trace].strip(), trace is not Trace.NAME

    def _marks(self, cells: Cells) -> dict[Mark, str]:
        def cell(name: str) -> str:
            return cells[_AT[name]]

        identity = Identity(
            self._source,
            cell("external_id"),
            cell("id_document"),
            cell("email"),
            cell("phone"),
            f"{cell('given_name')} {cell('family_name')}",
            cell("name_native"),
            cell("birth_date"),
            cell("organisation"),
        )
        return marks(identity, self._key)
