"""A file of an earlier Kiosk opens, and keeps what it holds."""

from importlib.resources import files

import apsw

from kiosk.store.database import create_database

BADGES = [(1, "superseded", 2), (2, "printed", None)]


def write_older_file(path, last: int) -> None:
    """Write a file as the migrations up to `last` left it, with a person and two badges."""
    connection = apsw.Connection(str(path))
    scripts = sorted(files("kiosk.store").joinpath("migrations").iterdir(), key=lambda entry: entry.name)
    for script in scripts[:last]:
        connection.execute(script.read_text(encoding="utf-8"))
    connection.pragma("user_version", last)
    connection.execute("INSERT INTO rights VALUES (1, '')")
    connection.execute("INSERT INTO holder (n, id) VALUES (1, randomblob(16))")
    connection.execute(
        "INSERT INTO accreditation (n, id, holder, category, status, rights)"
        " VALUES (1, randomblob(16), 1, 'press', 'active', 1)"
    )
    for number, state, follower in reversed(BADGES):
        connection.execute(
            "INSERT INTO badge VALUES (?, 0, 1, randomblob(32), ?, ?, ?, 1, 1)",
            (number, state, number, follower),
        )
    connection.close()


def test_a_file_from_before_paper_was_kept_opens_with_its_badges(tmp_path):
    write_older_file(tmp_path / "event.sqlite", 2)
    database = create_database(tmp_path / "event.sqlite")
    connection = database.connection
    assert (
        connection.execute("SELECT number, state, superseded_by FROM badge ORDER BY number").fetchall()
        == BADGES
    )
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.pragma("foreign_keys") == 1
    connection.execute("UPDATE badge SET state = 'unsure' WHERE number = 2")
    database.close()
