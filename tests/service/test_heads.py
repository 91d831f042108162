import shutil
from dataclasses import replace

import pytest
from ledger import KEY, NOON, HandClock, ledger
from salon import SALON

from kiosk.domain.head import parse_head, parse_note, signed_head
from kiosk.domain.journal import read_detail
from kiosk.keys.signing import is_signature, station_key
from kiosk.service.station.heads import Begun, HeadKeeper, begin_life, sidecar_of, sign_journal
from kiosk.service.station.lives import Continuity, standing
from kiosk.store.database import StoreError, StoreFault, create_database
from kiosk.store.journal import frontier_at, journals
from kiosk.store.journal_heads import heads, last_head
from kiosk.store.journal_reading import entry_at


@pytest.fixture
def book(tmp_path):
    book = ledger(tmp_path / "kiosk.db")
    yield book
    book.database.close()


def copied(book):
    return parse_head(parse_note(sidecar_of(book.path).read_text()).text)


def test_a_new_life_begins_with_its_record_0_and_a_signed_head_of_it(book):
    first = entry_at(book.database.connection, book.journal, 0)
    assert read_detail(first.act.detail) == {"key": KEY.public.hex(), "previous": None}
    size, note = last_head(book.database.connection, book.journal)
    assert size == 1
    assert signed_head(note, KEY.public, is_signature) == copied(book)
    assert standing(book.database, KEY.public, None).continuity is Continuity.WHOLE


def test_a_head_states_the_size_and_the_root_of_all_records(book):
    book.add(36)
    head = book.sign()
    assert head.size == 37
    assert head.root == frontier_at(book.database.connection, book.journal, 37).root
    assert copied(book) == head
    book.sign()
    assert [size for size, _ in heads(book.database.connection, book.journal)] == [1, 37]


def test_heads_are_signed_every_hundred_records_every_ten_seconds_and_at_shutdown(book):
    clock = HandClock()
    keeper = HeadKeeper(replace(book.station(SALON), clock=clock))

    def scan_once():
        book.add(1)
        keeper.after(book.next() - 1)

    def sizes():
        return [size for size, _ in heads(book.database.connection, book.journal)]

    for _ in range(150):
        scan_once()
    assert sizes() == [1, 101]
    clock.seconds = 9.9
    keeper.tick()
    assert sizes() == [1, 101]
    clock.seconds = 10.0
    keeper.tick()
    assert sizes() == [1, 101, 151]
    clock.seconds = 100.0
    keeper.tick()
    scan_once()
    clock.seconds = 111.0
    scan_once()
    assert sizes() == [1, 101, 151, 153]
    scan_once()
    keeper.sign()
    assert sizes() == [1, 101, 151, 153, 154]


def test_an_older_copy_put_back_is_recognised_by_the_head_beside_it(book, tmp_path):
    book.add(20)
    book.sign()
    book.database.checkpoint()
    old = tmp_path / "old.db"
    shutil.copy(book.path, old)
    book.add(20)
    newest = book.sign()
    book.database.close()
    for leftover in tmp_path.glob("kiosk.db-*"):
        leftover.unlink()
    shutil.copy(old, book.path)
    restored = create_database(book.path)
    assert standing(restored, KEY.public, None).continuity is Continuity.BEHIND
    life = journals(restored.connection)[0].life
    second = begin_life(
        restored, type(life)(life.event, life.station, b"\x02" * 16), KEY, Begun(NOON, "cli:awa")
    )
    assert standing(restored, KEY.public, None).continuity is Continuity.WHOLE
    previous = read_detail(entry_at(restored.connection, second, 0).act.detail)["previous"]
    assert signed_head(previous, KEY.public, is_signature) == newest
    restored.close()


def test_a_file_without_the_head_beside_it_is_taken_for_a_restored_one(book):
    sidecar_of(book.path).unlink()
    assert standing(book.database, KEY.public, None).continuity is Continuity.RESTORED


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"hello\n"])
def test_a_damaged_head_beside_the_file_vouches_for_nothing(book, content):
    sidecar_of(book.path).write_bytes(content)
    assert standing(book.database, KEY.public, None).continuity is Continuity.RESTORED
    book.add(1)
    book.sign()
    assert standing(book.database, KEY.public, None).continuity is Continuity.WHOLE


def test_a_head_that_cannot_be_copied_beside_the_file_is_a_fault_of_the_disk(book):
    beside = sidecar_of(book.path)
    beside.unlink()
    beside.mkdir()
    book.add(1)
    with pytest.raises(StoreError, match="cannot be written") as refused:
        book.sign()
    assert refused.value.fault is StoreFault.DISK
    assert last_head(book.database.connection, book.journal)[0] == 2
    assert not list(beside.parent.glob(f".{beside.name}.*"))


def test_a_head_of_another_station_vouches_for_nothing(book):
    assert standing(book.database, station_key(bytes(32)).public, None).continuity is Continuity.RESTORED


def test_a_file_with_another_past_is_recognised(book):
    book.add(20)
    book.sign()
    with book.database.write() as connection:
        connection.execute("DROP TRIGGER journal_keeps_what_it_has")
        connection.execute("UPDATE journal SET hash = zeroblob(64) WHERE n & 255 = 19")
    assert standing(book.database, KEY.public, None).continuity is Continuity.FORKED
    with book.database.write() as connection:
        connection.execute("DROP TRIGGER journal_loses_nothing")
        connection.execute("DELETE FROM journal WHERE n & 255 = 19")
    assert standing(book.database, KEY.public, None).continuity is Continuity.FORKED


def test_an_older_head_never_replaces_the_newer_copy(book):
    book.add(5)
    newer = book.sign()
    note = sidecar_of(book.path).read_text()
    other = create_database(book.path)
    assert sign_journal(other, book.journal, KEY, NOON) == newer
    assert sidecar_of(book.path).read_text() == note
    assert not list(book.path.parent.glob(".*"))
    other.close()


def test_an_empty_file_is_new_and_has_nothing_to_sign(tmp_path):
    database = create_database(tmp_path / "kiosk.db")
    assert standing(database, KEY.public, None).continuity is Continuity.NEW
    with database.write() as connection:
        connection.execute(
            "INSERT INTO life VALUES (1, ?, ?, ?, ?, 0)", (bytes(16), bytes(16), bytes(16), bytes(32))
        )
    assert sign_journal(database, journals(database.connection)[0], KEY, NOON) is None
    database.close()
