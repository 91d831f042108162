"""An erased person is in no file, whatever the list had said of them, and whatever still comes."""

from datetime import UTC, datetime, timedelta

import pytest
from badged import make_station, print_some, quiet
from registration import open_desk

import kiosk.store.imports as imports_store
from kiosk.service.evidence.exporting import Format, Request, export
from kiosk.service.lists.applying import SILENCE, resume
from kiosk.service.lists.importing import ListToImport, check_list, import_list
from kiosk.service.lists.photo_folder import PhotoFolder, keep_in
from kiosk.service.people import desk as acts
from kiosk.service.people import finding
from kiosk.service.people.desk import NewPerson
from kiosk.service.people.erasing import erase, finish
from kiosk.service.station.acting import author
from kiosk.service.station.station import Station
from kiosk.store import erasing as store
from kiosk.store import search
from kiosk.store.changes import Edit, act, fold, stage
from kiosk.store.database import StoreError
from kiosk.store.people import everybody
from kiosk.store.photos import keep_photo, load_photo
from kiosk.store.unfinished import half_erased

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
    assert half_erased(desk.database.connection) == []


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


def listed(tmp_path, *rows, photos=None):
    path = tmp_path / "list.csv"
    head = "external_id;given_name;family_name;organisation;email;phone;id_document;category"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    folder = None if photos is None else PhotoFolder(photos, intake=bytes)
    return ListToImport(path, photos=folder)


AWA = "X1;Awa;Zqtraore;Coton;awa@zq.ml;+223 76 12 34 56;ML-77;visitor"


@pytest.fixture
def gone(desk, tmp_path):
    """A desk whose list had Awa, who was erased."""
    import_list(desk, listed(tmp_path, AWA), quiet)
    erase(desk, finding.the_one(desk, "X1").person)
    return desk


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (AWA, "external_id"),
        ("Y9;Somebody;Else;;AWA@zq.ml;;;visitor", "email"),
        ("Y9;Somebody;Else;;;76123456;;visitor", "phone"),
        ("Y9;Somebody;Else;;;;ml 77;visitor", "id_document"),
    ],
)
def test_the_next_import_never_brings_somebody_erased_back(gone, tmp_path, row, column):
    for act_of in (check_list, import_list):
        report = act_of(gone, listed(tmp_path, row, "Y2;Kofi;Mensah;;;;;visitor"), quiet)
        (problem,) = report.problems
        assert (problem.column, report.new, report.refused) == (column, 1, 1)
        assert "was erased" in problem.reason
        if act_of is import_list:
            (tmp_path / "list.csv").unlink()
    assert [person.holder.family_name for person in living(gone)] == ["Mensah"]
    assert not is_in_a_file(gone, tmp_path, "Zq")


def living(desk):
    return [person for person in everybody(desk.database.connection) if person.holder.subject]


def test_the_same_name_and_organisation_alone_only_asks(gone, tmp_path):
    report = import_list(gone, listed(tmp_path, "Y1;AWA;ZQTRAORÉ;coton;;;;visitor"), quiet)
    assert (report.new, report.refused) == (1, 0)
    assert any("erased person" in notice for notice in report.notices)


def test_somebody_erased_may_ask_to_come_back_at_the_desk(gone):
    assert register(gone, "Zqtraore").holder.name == "Zqtraore"


def test_an_import_that_began_before_an_erasure_is_not_applied_after_it(desk, tmp_path):
    import_list(desk, listed(tmp_path, AWA), quiet)
    person = finding.the_one(desk, "X1").person
    other = Station.connected(desk)

    def meanwhile(step, _done, _total):
        if step == "reading" and person.holder.subject and finding.find(desk, "X1"):
            with other as elsewhere:
                erase(elsewhere, person)

    desk.clock.wait(timedelta(minutes=1))
    with pytest.raises(StoreError, match="erased meanwhile"):
        import_list(desk, listed(tmp_path, AWA, "X2;Kofi;Mensah;;;;;visitor"), meanwhile)
    assert living(desk) == []


def test_a_late_copy_of_somebody_erased_is_emptied_and_not_folded(desk, tmp_path):
    person = register(desk)
    (copy,) = desk.database.connection.execute(
        "SELECT new FROM change WHERE entity = ? AND field = '*'", (person.holder.id,)
    ).fetchone()
    erase(desk, person)
    for entity in (person.holder.id, bytes(16)):
        with desk.database.write() as connection:
            if entity == bytes(16):  # erased elsewhere: the copy comes after the erasure, and never was here
                act(connection, author(desk), NOW, [Edit(entity, "erased", None, "1")])
            last = stage(connection, author(desk), NOW, [Edit(entity, "*", None, copy)], None)
            search.prepare(connection)
            assert fold(connection, last, last, None, NOW) == 0
    assert living(desk) == []
    assert not is_in_a_file(desk, tmp_path, "Zq")


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("X1", "X2"):
        (folder / f"{name}.jpg").write_bytes(f"the picture of {name}".encode())
    return folder


def pictures(desk):
    return desk.photos.connection.execute("SELECT count(*) FROM photo").get


def test_the_photos_of_an_abandoned_import_are_in_no_file(desk, tmp_path, photos):
    def interrupt(step, _done, _total):
        if step == "photos":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_list(desk, listed(tmp_path, AWA, photos=photos), interrupt)
    assert pictures(desk) == 0
    import_list(desk, listed(tmp_path, AWA, photos=photos), quiet)
    assert pictures(desk) == 1
    assert desk.photos.connection.execute("SELECT count(*) FROM staged").get == 0


def test_the_photos_of_a_killed_import_go_with_it(desk):
    with desk.database.write() as connection:
        named = imports_store.ListName("list", "list.csv", bytes(32))
        batch = imports_store.begin(connection, b"an import of 16b", named, desk.clock.now())
        imports_store.note_photos(connection, batch)
    keep_in(desk.photos, batch.id)([b"of nobody yet"])
    desk.clock.wait(SILENCE + timedelta(seconds=1))
    resume(desk)
    assert pictures(desk) == 0


def test_whoever_erases_is_told_which_files_may_name_the_person(tmp_path):
    station = make_station(tmp_path / "salon")
    print_some(station, tmp_path / "salon" / "badges.pdf")
    export(station, Request(tmp_path / "journal.csv", Format.CSV))
    person = finding.the_one(station, "Awa").person
    assert erase(station, person).handed_out == ("badges.pdf", "journal.csv")
    station.close()
