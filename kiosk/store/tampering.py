"""The forger of the demo and the tests: it alters one record, as anyone with the file could."""

from pathlib import Path

import apsw

from kiosk.store.database import explained


def alter_one_record(copy: Path, seq: int) -> None:
    """Turn a refused scan into a granted one in a copy of a station's file, past the append-only triggers."""
    with explained(str(copy)):
        connection = apsw.Connection(str(copy))
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(
            "UPDATE journal SET outcome = 'granted', reason = NULL WHERE n & 1099511627775 = ?", (seq,)
        )
        for _, sql in guards:
            connection.execute(str(sql))
        connection.close()
