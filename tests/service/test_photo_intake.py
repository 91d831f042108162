"""Many photos at once: their order, and what one of them can do to the others."""

import multiprocessing

import photo_acts
import pytest

from kiosk.service.lists.photo_folder import PhotoFolder, keep_in
from kiosk.service.lists.photo_intake import PhotoIntake
from kiosk.store.photos import create_photos, load_photo

COUNT = 30


def write(folder, contents):
    folder.mkdir()
    paths = []
    for nth, content in enumerate(contents):
        paths.append(folder / f"{nth:02}.jpg")
        paths[-1].write_bytes(content)
    return paths


@pytest.fixture
def intake():
    made = PhotoIntake(photo_acts.read, 2)
    yield made
    made.close()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_photos_come_out_in_the_order_in_which_they_went_in(tmp_path, workers):
    # The first of each few is the largest, and so is done last.
    contents = [b"%d" % nth * (200_000 if nth % 5 == 0 else 1) for nth in range(COUNT)]
    paths = write(tmp_path / "photos", contents)
    intake = PhotoIntake(photo_acts.read, workers)
    assert list(intake.run(paths)) == contents
    assert list(intake.run(paths[:3])) == contents[:3]
    intake.close()


def test_a_photo_that_ends_its_process_and_a_damaged_one_harm_only_themselves(tmp_path, intake):
    contents = [b"%d" % nth for nth in range(COUNT)]
    contents[4], contents[5], contents[29] = b"crash", b"damaged", b"crash"
    taken = list(intake.run(write(tmp_path / "photos", contents)))
    refused = {nth: reason for nth, reason in enumerate(taken) if isinstance(reason, str)}
    assert list(refused) == [4, 5, 29]
    assert refused[5] == "05.jpg is damaged"
    assert refused[29] == 'photo "29.jpg" was refused: the program that opened it did not survive it'
    assert [one for nth, one in enumerate(taken) if nth not in refused] == [
        one for nth, one in enumerate(contents) if nth not in refused
    ]


def test_a_process_that_was_killed_from_outside_loses_no_photo(tmp_path, intake):
    contents = [b"%d" % nth for nth in range(COUNT)]
    contents[9] = b"crash once"
    taken = list(intake.run(write(tmp_path / "photos", contents)))
    assert taken == [b"survived" if one == b"crash once" else one for one in contents]


def test_few_photos_are_in_flight_at_a_time(tmp_path):
    paths = write(tmp_path / "photos", [b"x"] * 100)
    asked = []

    class Asked(list):
        def __iter__(self):
            for path in super().__iter__():
                asked.append(path)
                yield path

    intake = PhotoIntake(photo_acts.read, 2)
    results = intake.run(Asked(paths))
    for taken in range(1, 20):
        next(results)
        assert len(asked) - taken < 6
    del results
    intake.close()  # as Ctrl-C would, with photos in flight
    assert not multiprocessing.active_children()


def test_a_folder_prepares_the_photos_of_many_people_and_tells_of_each(tmp_path):
    contents = [b"crash" if nth == 7 else b"damaged" if nth == 8 else b"%d" % nth for nth in range(COUNT)]
    write(tmp_path / "photos", contents)
    kept, told = create_photos(tmp_path / "photos.sqlite3"), []
    people = [(f"{nth:02}.JPG", "") for nth in range(COUNT)] + [("", "03"), ("nobody.jpg", ""), ("", "E1")]
    with PhotoFolder(tmp_path / "photos", photo_acts.clean, workers=2) as photos:
        photos.prepare(people, keep_in(kept, bytes(16)), told.append)
        assert told == [1] * COUNT
        assert len(photos) == COUNT
        photos.prepare(people, keep_in(kept, bytes(16)), told.append)
        assert len(told) == COUNT, "each is taken in once"
        found = [photos.take(name, external_id, keep_in(kept, bytes(16))) for name, external_id in people]
    assert "did not survive" in found[7]
    assert found[8] == 'photo "08.jpg" was refused: damaged'
    assert found[COUNT] == found[3]
    assert found[COUNT + 1].startswith('there is no photo "nobody.jpg"')
    assert found[COUNT + 2] == ""
    with kept.read() as connection:
        for nth in set(range(COUNT)) - {7, 8}:
            assert load_photo(connection, found[nth]) == b"clean %d" % nth
    kept.close()
