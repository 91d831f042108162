"""What the tables hold of badges' states, against the states that there are."""

import re

import pytest

from kiosk.domain.badge_life import LYING, RENDERED, UNSETTLED
from kiosk.domain.model import BadgeState
from kiosk.store.database import create_database
from kiosk.store.states import in_list

QUOTED = re.compile(r"'(\w+)'")


def allowed(tmp_path, table):
    """The states that the newest schema lets a table hold."""
    database = create_database(tmp_path / f"{table}.db")
    try:
        with database.read() as connection:
            schema = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).get
    finally:
        database.close()
    check = re.search(r"CHECK \(state IN\s*\(([^)]*)\)", schema)
    assert check is not None
    return {BadgeState(state) for state in QUOTED.findall(check[1])}


@pytest.mark.parametrize(
    ("table", "states"), [("badge", set(BadgeState)), ("paper", {RENDERED} | LYING | UNSETTLED)]
)
def test_the_newest_schema_holds_exactly_the_states_that_there_are(tmp_path, table, states):
    assert allowed(tmp_path, table) == states


def test_a_set_of_states_reads_the_same_in_sql_whatever_its_order():
    some = [BadgeState.PRINTED, BadgeState.ISSUED]
    assert in_list(some) == in_list(reversed(some)) == "('issued', 'printed')"
