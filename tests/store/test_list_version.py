"""The version of the list rises with each change that is applied, badges included, and never falls."""

import json
from datetime import timedelta

import apsw
import pytest
from fairground import enrol, found_station
from older import CASE, write_station

import kiosk.store.imports as imports_store
from kiosk.service.badges.lifecycle import revoke
from kiosk.service.lists.applying import clear, resume
from kiosk.service.people.desk import suspend
from kiosk.service.people.finding import the_one
from kiosk.service.station.acting import author
from kiosk.store.badges import highest
from kiosk.store.changes import FORMAT, HOLDER_TEXTS, NewPeople, stage_new
from kiosk.store.database import create_database
from kiosk.store.journal_reading import tail
from kiosk.store.list_version import list_age, list_version
from kiosk.store.rights import keep_rights


@pytest.fixture
def station(tmp_path):
    made = found_station(tmp_path)
    yield made
    made.close()


def version(station):
    return list_version(station.database.connection)


def stage_one(station):
    """Begin an import and stage one person; return it."""
    with station.database.write() as connection:
        named = imports_store.ListName("list", "list.csv", bytes(32))
        batch = imports_store.begin(connection, station.random(16), named, station.clock.now())
        rights = keep_rights(connection, frozenset())
        row = [FORMAT, station.random(16).hex(), *HOLDER_TEXTS, None, "visitor", "active", rights]
        new = NewPeople(station.random(10), 0, json.dumps([[*row, None, None, "list", "X1"]]))
        last = stage_new(connection, author(station), station.clock.now(), new, batch.n)
        imports_store.beat(connection, batch, last, station.clock.now())
    return batch


def test_a_badge_issued_and_one_revoked_raise_the_version_and_its_age(station):
    before = version(station)
    awa = enrol(station)
    issued = version(station)
    assert issued > before
    aged = list_age(station.database.connection)
    revoke(station, [awa.number])
    assert version(station) > issued
    assert list_age(station.database.connection) >= aged
    with station.database.read() as connection:
        assert tail(connection, station.journal, 1)[0].act.list_version == list_version(connection)
        assert highest(connection, awa.number >> 22) is not None


def test_what_is_staged_counts_nothing_and_what_is_abandoned_takes_nothing_back(station):
    enrol(station)
    before = version(station)
    batch = stage_one(station)
    assert version(station) == before
    with station.database.write() as connection:
        imports_store.abandon(connection, batch.n, station.clock.now())
    clear(station)
    assert version(station) == before
    suspend(station, the_one(station, "Awa").person)
    assert version(station) == before + 1


def test_an_import_raises_it_as_it_is_applied(station):
    before, batch = version(station), stage_one(station)
    with station.database.write() as connection:
        imports_store.switch(connection, batch)
    assert version(station) == before
    resume(station)
    assert version(station) == before + 1
    age = list_age(station.database.connection)
    assert age is not None
    assert station.clock.now().timestamp() * 1e6 - age < timedelta(minutes=1) / timedelta(microseconds=1)


@pytest.mark.parametrize(
    "change", ["UPDATE list_version SET version = version - 1", "DELETE FROM list_version"]
)
def test_the_database_itself_refuses_that_it_falls(station, change):
    enrol(station)
    with pytest.raises(apsw.ConstraintError, match="only rises"):
        station.database.connection.execute(change)


def test_in_a_file_of_the_version_before_it_begins_above_all_that_was_recorded(tmp_path):
    database = create_database(write_station(tmp_path))
    recorded = database.connection.execute("SELECT max(list_version) FROM journal").get
    newest = max(row[-2] for row in CASE["tables"]["change"])
    assert list_version(database.connection) > recorded
    assert list_age(database.connection) >= newest
    database.close()
