"""A change that cannot be folded is set aside with its reason; the station goes on, a person settles it."""

import json

import pytest
from commands import Shop, even, open_shop
from fairground import OPENING, enrol

import kiosk.store.imports as imports_store
from kiosk.bootstrap.opening import open_station
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.gate.post import open_gate
from kiosk.service.admission.admit import Presented
from kiosk.service.lists import settling
from kiosk.service.lists.importing import ListToImport, import_list
from kiosk.service.muster.inside import who_is_inside
from kiosk.service.station.acting import author
from kiosk.store.changes import FORMAT, HOLDER_TEXTS, Edit, NewPeople, act, stage, stage_new
from kiosk.store.database import StoreError
from kiosk.store.journal_reading import Selection, entries
from kiosk.store.people import by_external_id
from kiosk.store.rights import keep_rights
from kiosk.store.set_aside import Obstacle


@pytest.fixture
def shop(tmp_path):
    return open_shop(tmp_path)


def opened(shop: Shop):
    return open_station(shop.folder, OPENING).station


def people(station, connection, *names):
    """New people as an import stages them, all with the id X1 of the list."""
    rights = keep_rights(connection, frozenset())
    rows = []
    for name in names:
        texts = [name if field == "family_name" else "" for field in HOLDER_TEXTS]
        granted = ["visitor", "active", rights, None, None, "list", "X1"]
        rows.append([FORMAT, station.random(16).hex(), *texts, None, *granted])
    return NewPeople(station.random(10), 0, json.dumps(rows))


def overlap(station, *names):
    """Leave imports of one list as commands of an earlier version could: switched, none folded."""
    for name in names:
        with station.database.write() as connection:
            connection.execute("UPDATE import SET state = 'staging' WHERE state = 'applying'")
            named = imports_store.ListName("list", "list.csv", bytes(32))
            batch = imports_store.begin(connection, station.random(16), named, station.clock.now())
            new = people(station, connection, name)
            last = stage_new(connection, author(station), station.clock.now(), new, batch.n)
            imports_store.beat(connection, batch, last, station.clock.now())
            connection.execute("UPDATE import SET state = 'applying'")


def foreign(station, *edits):
    """Leave an import switched whose changes come from elsewhere."""
    with station.database.write() as connection:
        named = imports_store.ListName("list", "list.csv", bytes(32))
        batch = imports_store.begin(connection, station.random(16), named, station.clock.now())
        last = stage(connection, author(station), station.clock.now(), edits, batch.n)
        imports_store.beat(connection, batch, last, station.clock.now())
        imports_store.switch(connection, batch)


def test_two_overlapping_imports_close_no_station_and_no_gate(shop):
    station = opened(shop)
    awa = enrol(station)
    overlap(station, "Keita", "Diallo")
    station.close()
    station = opened(shop)
    with station.database.read() as connection:
        assert by_external_id(connection, "list", "X1").holder.family_name == "Keita"
        acts = [entry.act for entry in entries(connection, station.journal, Selection())]
    assert {"set_aside": 1} in [read_detail(one.detail) for one in acts if one.kind is Kind.FAULT]
    gate = open_gate(station, station.event().checkpoint("A", "in")).admission
    assert gate.admit(Presented(awa.text)).decision.is_granted
    assert who_is_inside(station) is not None
    (one,) = settling.waiting(station)
    assert (one.reason, one.name, one.external_id, one.holder) == (Obstacle.TAKEN, "Diallo", "X1", "Keita")
    station.close()


def test_an_import_folds_what_another_one_left_before_it_looks_who_is_known(shop):
    station = opened(shop)
    overlap(station, "Keita")
    path = shop.write("list.csv", "external_id,family_name,category\nX1,Keita,visitor\n")
    report = import_list(station, ListToImport(shop.folder / path), lambda *_: None)
    assert (report.new, report.unchanged + report.updated) == (0, 1)
    assert settling.waiting(station) == []
    station.close()


def test_an_import_never_begins_beside_one_that_is_not_folded(shop):
    station = opened(shop)
    overlap(station, "Keita")
    named = imports_store.ListName("list", "list.csv", bytes(32))
    with pytest.raises(StoreError, match="applied meanwhile"), station.database.write() as connection:
        imports_store.begin(connection, bytes(16), named, station.clock.now())
    station.close()


def test_a_change_of_a_newer_kiosk_is_kept_and_passed_over(shop):
    station = opened(shop)
    awa = enrol(station)
    with station.database.read() as connection:
        (holder,) = next(iter(connection.execute("SELECT id FROM holder")))
    foreign(
        station,
        Edit(holder, "horoscope", None, "lion"),
        Edit(holder, "status", None, "half-open"),
        Edit(bytes(16), "notes", None, "of nobody here"),
        Edit(holder, "notes", None, "tall"),
    )
    station.close()
    station = opened(shop)
    found = settling.waiting(station)
    reasons = {one.field: one.reason for one in found}
    assert reasons["horoscope"] is reasons["status"] is Obstacle.UNKNOWN
    assert [one.reason for one in found if one.value == "of nobody here"] == [Obstacle.ABSENT]
    with station.database.read() as connection:
        assert connection.execute("SELECT notes FROM holder WHERE id = ?", (holder,)).get == "tall"
        kept = connection.execute("SELECT new FROM change WHERE field = 'horoscope'").get
    assert kept == "lion"
    gate = open_gate(station, station.event().checkpoint("A", "in")).admission
    assert gate.check(Presented(awa.text)).decision.is_granted
    station.close()


def test_an_edit_that_came_before_its_person_is_applied_once_they_are_there(shop):
    station = opened(shop)
    with station.database.write() as connection:
        new = people(station, connection, "Keita")
    entity = new.prefix + bytes(6)
    foreign(station, Edit(entity, "notes", None, "tall"))
    station.close()
    station = opened(shop)
    assert [one.reason for one in settling.waiting(station)] == [Obstacle.ABSENT]
    with station.database.write() as connection:
        named = imports_store.ListName("list", "list.csv", bytes(32))
        batch = imports_store.begin(connection, station.random(16), named, station.clock.now())
        last = stage_new(connection, author(station), station.clock.now(), new, batch.n)
        imports_store.beat(connection, batch, last, station.clock.now())
        imports_store.switch(connection, batch)
    station.close()
    station = opened(shop)
    assert settling.waiting(station) == []
    with station.database.read() as connection:
        assert by_external_id(connection, "list", "X1").holder.notes == "tall"
    station.close()


def test_a_person_settles_what_was_set_aside(shop):
    station = opened(shop)
    overlap(station, "Keita", "Diallo", "Sy")
    station.close()
    shown = even(shop.says("changes", "list"))
    assert "a new person: Diallo (X1)" in shown
    assert "somebody else has that id of the list: Keita" in shown
    assert "2 changes of the list could not be applied" in even(shop.run("doctor").stdout)
    station = opened(shop)
    first, second = settling.waiting(station)
    with pytest.raises(KioskError, match="still cannot be applied: somebody else has"):
        settling.try_again(station, first.n)
    with station.database.write() as connection:
        keita = by_external_id(connection, "list", "X1")
        act(connection, author(station), station.clock.now(), [Edit(keita.id, "external_id", "X1", "")])
    station.close()
    shop.says("changes", "apply", str(first.n))
    shop.says("changes", "drop", str(second.n))
    station = opened(shop)
    with station.database.read() as connection:
        assert by_external_id(connection, "list", "X1").holder.family_name == "Diallo"
    with pytest.raises(KioskError, match="waits to be settled"):
        settling.drop(station, second.n)
    station.close()
    assert "every change of the list was applied" in shop.says("changes", "list")
