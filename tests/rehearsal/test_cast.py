import struct
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from registration import EVENT, open_desk

from kiosk.badge.drawing.photo import Photo, intake
from kiosk.rehearsal.cast import cast, write_list, write_portraits
from kiosk.rehearsal.portrait import HEIGHT, WIDTH, Dress, draw_portrait
from kiosk.service.lists.importing import ListToImport, check_list, import_list
from kiosk.service.lists.photo_folder import PhotoFolder
from kiosk.store.people import everybody

CAST = cast(EVENT, 400, 11)


def test_the_same_seed_is_the_same_cast():
    assert cast(EVENT, 60, 11) == cast(EVENT, 60, 11)
    assert cast(EVENT, 60, 11) != cast(EVENT, 60, 12)


def test_fifteen_countries_come_and_all_categories():
    assert len({member.cells["country"] for member in CAST}) == 15
    assert {member.cells["category"] for member in CAST} == set(EVENT.category)
    assert len({member.cells["country"] for member in cast(EVENT, 15, 3)}) == 15


@pytest.mark.parametrize("country", ["MA", "SD", "LY", "TD", "IR"])
def test_who_writes_in_arabic_letters_has_a_native_name(country):
    members = [member.cells for member in CAST if member.cells["country"] == country]
    assert members
    for cells in members:
        letters = [letter for letter in cells["name_native"] if letter.isalpha()]
        assert all("ARABIC" in unicodedata.name(letter) for letter in letters)
        assert letters
        assert cells["given_name"]
        assert cells["family_name"]
        assert "ARABIC" not in unicodedata.name(cells["family_name"][0])


def test_the_same_latin_name_has_the_same_native_name():
    spelt = {}
    for member in cast(EVENT, 1500, 4):
        cells = member.cells
        if cells["name_native"]:
            key = (cells["country"], cells["given_name"], cells["family_name"])
            assert spelt.setdefault(key, cells["name_native"]) == cells["name_native"]
    assert len(spelt) > 50


def test_short_names_of_the_sahel_are_in_the_cast():
    assert {"Ba", "Sy", "Ly", "Dia"} & {member.cells["family_name"] for member in CAST}


def test_the_whole_cast_can_be_imported_with_its_photos(tmp_path):
    write_list(tmp_path / "liste.csv", CAST)
    write_portraits(tmp_path / "photos", CAST[:20])
    desk = open_desk(tmp_path)

    def take(raw: bytes) -> bytes | str:
        photo = intake(raw)
        return photo.jpeg if isinstance(photo, Photo) else photo.reason

    photos = PhotoFolder(tmp_path / "photos", take)
    report = import_list(desk, ListToImport(tmp_path / "liste.csv", photos=photos), lambda *_: None)
    assert report.problems == ()
    assert (report.new, report.encoding) == (400, "utf-8-sig")
    people = list(everybody(desk.database.connection))
    assert sum(person.holder.photo is not None for person in people) == 20
    assert sum(person.status == "active" for person in people) > 330


def test_a_list_of_the_cast_is_for_french_excel(tmp_path):
    write_list(tmp_path / "liste.csv", CAST)
    raw = (tmp_path / "liste.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfexternal_id;title;")
    with pytest.raises(UnicodeEncodeError):
        raw.decode("utf-8-sig").encode("cp1252")


def test_portraits_are_small_jpegs_and_differ():
    drawn = [draw_portrait(seed, dress) for seed in range(12) for dress in Dress]
    assert len(set(drawn)) == 24
    assert draw_portrait(5) == draw_portrait(5)
    for jpeg in drawn:
        assert jpeg[:3] == b"\xff\xd8\xff"
        assert 15_000 < len(jpeg) < 32_000
        frame = jpeg.index(b"\xff\xc0")
        assert struct.unpack(">HH", jpeg[frame + 5 : frame + 9]) == (HEIGHT, WIDTH)


def test_the_list_fits_an_event_whose_days_have_moved(tmp_path):
    write_list(tmp_path / "list.csv", CAST)
    moved = replace(
        EVENT, days=tuple(replace(day, date=day.date + timedelta(days=400)) for day in EVENT.days)
    )
    desk = open_desk(tmp_path, moved)
    report = check_list(desk, ListToImport(tmp_path / "list.csv"), lambda *_: None)
    assert (report.new, report.refused) == (400, 0)
