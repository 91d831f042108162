"""An erased person is in no file, whatever the list had said of them, and whatever still comes."""

from datetime import UTC, datetime

import pytest
from registration import open_desk

from kiosk.service.people import desk as acts
from kiosk.service.people.desk import NewPerson
from kiosk.service.people.erasing import erase, finish
from kiosk.service.station.acting import author
from kiosk.store import erasing as store
from kiosk.store import search
from kiosk.store.changes import Edit, act, fold, stage
from kiosk.store.photos import keep_photo, load_photo

NOW = datetime(2025, 11, 10, 9, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


def register(desk, name="Zqfamily", photo=None):
    return acts.register(desk, NewPerson("visitor", texts={"family_name": name}, photo=photo))


def keep(desk, picture):
    with desk.photos.write() as connection:
        return keep_photo(connection, picture)


def edit(desk, entity, field, value):
    with desk.database.write() as connection:
        act(connection, author(desk), NOW, [Edit(entity, field, None, value)])


def is_in_a_file(desk, tmp_path, word):
    store.empty_log(desk.database)
    return any(word.encode() in path.read_bytes() for path in tmp_path.iterdir())


def count(desk, query, *values):
    return desk.database.connection.execute(query, values).get


def test_the_photos_that_a_person_had_before_are_gone_too(desk):
    first, second, third = (keep(desk, picture) for picture in (b"of 2024", b"of May", b"of June"))
    person = register(desk, photo=first)
    for photo in (second, third):
        edit(desk, person.holder.id, "photo", photo.hex())
    erase(desk, person)
    assert [load_photo(desk.photos.connection, one) for one in (first, second, third)] == [None] * 3


def test_who_is_erased_is_found_by_an_index_and_no_changes_are_read_through(desk):
    query = f"EXPLAIN QUERY PLAN {store.CHANGES_OF}"
    steps = [row[3] for row in desk.database.connection.execute(query, (bytes(16), 50))]
    assert "SEARCH change USING INDEX change_entity (entity=?)" in steps
    assert "SCAN change" not in steps


def test_many_changes_of_one_person_are_emptied_in_slices(desk):
    person = register(desk)
    for number in range(20):
        edit(desk, person.holder.id, "notes", f"Zqnote {number}")
    with desk.database.write() as connection:
        search.prepare(connection)
        act(connection, author(desk), NOW, [Edit(person.holder.id, "erased", None, "1")])
        assert store.empty_some(connection, person.holder.id, 8)
    left = "SELECT count(*) FROM change WHERE new LIKE '%Zq%'"
    assert count(desk, left) == 13
    finish(desk)
    assert count(desk, left) == 0
    assert store.pending(desk.database.connection) == []


def test_an_erasure_cut_short_is_finished_later_and_takes_its_photo_along(desk, tmp_path):
    photo = keep(desk, b"the only picture")
    person = register(desk, photo=photo)
    edit(desk, person.holder.id, "notes", "Zqnote")
    edit(desk, person.holder.id, "erased", "1")  # and then the power was cut
    assert load_photo(desk.photos.connection, photo) is not None
    finish(desk)
    assert load_photo(desk.photos.connection, photo) is None
    assert not is_in_a_file(desk, tmp_path, "Zq")


def test_what_an_import_had_staged_of_somebody_erased_since_is_emptied_and_not_folded(desk, tmp_path):
    person = register(desk)
    with desk.database.write() as connection:
        late = [Edit(person.holder.id, "notes", None, "Zqlate"), Edit(person.id, "status", None, "active")]
        first = stage(connection, author(desk), NOW, late, None) - 1
    erase(desk, person)
    with desk.database.write() as connection:
        more = stage(connection, author(desk), NOW, [Edit(person.holder.id, "phone", None, "Zqphone")], None)
        search.prepare(connection)
        fold(connection, first, more, None, NOW)
    assert not is_in_a_file(desk, tmp_path, "Zq")
    assert count(desk, "SELECT status FROM accreditation WHERE id = ?", person.id) == "blocked"
