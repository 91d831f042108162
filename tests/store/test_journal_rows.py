import random
from dataclasses import replace

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.journal import Act, Detail, Kind, LeafError, Reference, commit, encode, write_detail
from kiosk.domain.merkle import consistency_proof, inclusion_proof, leaf_hash, root_of
from kiosk.domain.model import Alert, ClockState, Direction, Match, Method, Notice, Outcome, Reason
from kiosk.store.database import StoreError, create_database
from kiosk.store.journal import (
    FreeText,
    append,
    append_all,
    append_with_text,
    erase_text,
    erase_texts,
    frontier_at,
    journals,
    roots_of,
    size_of,
    text_of,
)
from kiosk.store.journal_heads import guards, guards_expected, heads, keep_head, last_head
from kiosk.store.journal_reading import Row, Selection, entries, entry_at, entry_of, leaf_of, rows, tail

NOON = 1_762_858_800_000_000
START = Act(Kind.LIFE, NOON, NOON)
FULL = Act(
    Kind.SCAN,
    NOON,
    NOON + 5,
    ClockState.SUSPECT,
    9,
    "main-1",
    Direction.IN,
    "OUTSIDE",
    "HALL",
    Method.WEDGE,
    (1 << 32) - 1,
    Match.LISTED,
    bytes(range(16)),
    Outcome.DENIED,
    Reason.WRONG_ZONE,
    (Notice.CLOCK_SUSPECT, Reason.CLOSED),
    (Alert.WATCHED,),
    "cli:élodie",
    3,
    2,
    Reference(bytes(16), bytes(range(16)), 7),
    bytes(range(32)),
    write_detail({"rows": 3}),
)


@pytest.fixture
def database(tmp_path):
    database = create_database(tmp_path / "kiosk.db")
    with database.write() as connection:
        for n in (1, 2):
            connection.execute(
                "INSERT INTO life (n, id, event, station, public_key, started_at) VALUES (?, ?, ?, ?, ?, 0)",
                (n, bytes([n]) * 16, bytes(16), bytes(range(16)), bytes(32)),
            )
    yield database
    database.close()


def filled(database, count, journal=None):
    journal = journal or journals(database.connection)[-1]
    with database.write() as connection:
        for at in range(count):
            act = START if at == 0 else replace(FULL, occurred_at=NOON + at, kind=Kind.SCAN)
            assert append(connection, journal, act) == at
    return journal


@pytest.mark.parametrize("before", [0, 1, 2, 3, 7, 8, 13])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 16])
def test_records_appended_together_are_stored_as_if_one_by_one(database, before, count):
    connection, journal = database.connection, journals(database.connection)[-1]
    acts = [START, *[replace(FULL, occurred_at=NOON + n) for n in range(before + count)]][: before + count]

    def stored():
        return connection.execute("SELECT * FROM journal ORDER BY n").fetchall()

    with database.write():
        connection.execute("SAVEPOINT alone")
        for act in acts:
            append(connection, journal, act)
        alone = stored()
        connection.execute("ROLLBACK TO alone")
        append_all(connection, journal, acts[:before])
        append_all(connection, journal, acts[before:])
    assert stored() == alone
    assert len(alone) == before + count


def test_of_records_appended_together_none_is_kept_where_one_fits_no_leaf(database):
    journal = filled(database, 3)
    with pytest.raises(ValueError, match="16 bytes"), database.write() as connection:
        append_all(connection, journal, [FULL, replace(FULL, subject=b"short")])
    assert size_of(database.connection, journal) == 3


def test_records_come_back_as_they_were_appended(database):
    journal = journals(database.connection)[-1]
    plain = Act(Kind.FAULT, 1, 2)
    acts = [START, FULL, plain, replace(FULL, badge=0, notices=(), detail=Detail(b""))]
    with database.write() as connection:
        assert [append(connection, journal, act) for act in acts] == [0, 1, 2, 3]
    read = list(entries(database.connection, journal))
    assert [entry.act for entry in read] == acts
    assert [entry.seq for entry in read] == [0, 1, 2, 3]
    assert {entry.life for entry in read} == {journal.life}
    assert tail(database.connection, journal, 2) == tuple(read[2:])
    assert entry_at(database.connection, journal, 1) == read[1]
    assert entry_at(database.connection, journal, 4) is None


def test_the_stored_roots_are_those_of_the_leaves_at_every_size(database):
    journal = filled(database, 70)
    connection = database.connection
    hashes = [leaf_hash(encode(entry)) for entry in entries(connection, journal)]
    assert [row.hash[:32] for row in rows(connection, journal)] == hashes
    for size in range(71):
        assert frontier_at(connection, journal, size).root == root_of(hashes[:size])


@settings(max_examples=5)
@given(st.integers(2, 60))
def test_proofs_from_the_stored_roots_are_those_of_the_leaves(tmp_path_factory, size):
    database = create_database(tmp_path_factory.mktemp("proofs") / "kiosk.db")
    with database.write() as connection:
        connection.execute(
            "INSERT INTO life VALUES (1, ?, ?, ?, ?, 0)", (bytes(16), bytes(16), bytes(16), bytes(32))
        )
    journal = filled(database, size)
    hashes = [row.hash[:32] for row in rows(database.connection, journal)]
    stored = roots_of(database.connection, journal)

    def plain(start, end):
        return root_of(hashes[start:end])

    for index in range(size):
        assert inclusion_proof(index, size, stored) == inclusion_proof(index, size, plain)
    for first in range(1, size + 1):
        assert consistency_proof(first, size, stored) == consistency_proof(first, size, plain)
    database.close()


def test_each_life_has_a_journal_of_its_own(database):
    first, second = journals(database.connection)
    filled(database, 5, first)
    filled(database, 3, second)
    assert (size_of(database.connection, first), size_of(database.connection, second)) == (5, 3)
    assert len(list(entries(database.connection, first))) == 5
    assert {entry.life.id for entry in entries(database.connection, second)} == {bytes([2]) * 16}


def test_two_connections_append_to_one_journal_without_a_gap(database):
    journal = filled(database, 3)
    other = create_database(database.path)
    for at in range(3, 23):
        with (other if at % 2 else database).write() as connection:
            assert append(connection, journal, replace(FULL, occurred_at=at)) == at
    hashes = [leaf_hash(encode(entry)) for entry in entries(database.connection, journal)]
    assert frontier_at(other.connection, journal, 23).root == root_of(hashes)
    other.close()


def test_an_append_that_is_rolled_back_leaves_nothing(database):
    journal = filled(database, 5)
    before = frontier_at(database.connection, journal, 5)
    misfit = [FULL, replace(FULL, subject=bytes(1))]
    with pytest.raises(ValueError, match="subject"), database.write() as connection:
        assert [append(connection, journal, act) for act in misfit]
    assert size_of(database.connection, journal) == 5
    with database.write() as connection:
        assert append(connection, journal, FULL) == 5
    assert frontier_at(database.connection, journal, 5) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET outcome = 'granted'",
        "UPDATE journal SET n = n + 1",
        "UPDATE OR REPLACE journal SET outcome = 'granted'",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE n = (SELECT max(n) FROM journal)",
        "REPLACE INTO journal SELECT * FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE n & 255 = 2",
        "INSERT INTO journal SELECT * FROM journal WHERE true ON CONFLICT (n) DO UPDATE SET kind = 'test'",
        "INSERT OR IGNORE INTO journal SELECT * FROM journal",
        "INSERT INTO journal SELECT n + 100, {rest} FROM journal WHERE n & 255 = 3",
        "INSERT INTO journal SELECT n - 1, {rest} FROM journal WHERE n & 255 = 0",
        "UPDATE head SET note = 'x'",
        "DELETE FROM head",
        "REPLACE INTO head SELECT * FROM head",
    ],
)
@pytest.mark.parametrize("pragma", ["recursive_triggers = ON", "recursive_triggers = OFF"])
def test_the_journal_refuses_update_delete_and_replace_checklist_26(database, statement, pragma):
    journal = filled(database, 5)
    with database.write() as connection:
        keep_head(connection, journal, 5, "note", 1)
    before = list(rows(database.connection, journal))
    names = [row[1] for row in database.connection.execute("PRAGMA table_info(journal)")][1:]
    database.connection.execute(f"PRAGMA {pragma}")
    with pytest.raises(StoreError, match="append-only"), database.write() as connection:
        connection.execute(statement.replace("{rest}", ", ".join(names)))
    assert list(rows(database.connection, journal)) == before
    assert list(heads(database.connection, journal)) == [(5, "note")]


def test_records_are_selected_by_time_gate_and_decision(database):
    journal = journals(database.connection)[-1]
    chance = random.Random(6)
    gates, outcomes = ["main-1", "l'autre", None], [Outcome.GRANTED, Outcome.DENIED, None]
    acts = [START] + [
        replace(FULL, occurred_at=NOON + at, gate=chance.choice(gates), outcome=chance.choice(outcomes))
        for at in range(60)
    ]
    with database.write() as connection:
        for act in acts:
            append(connection, journal, act)
    for selection in (
        Selection(),
        Selection(since=NOON + 10),
        Selection(until=NOON + 10),
        Selection(since=NOON + 10, until=NOON + 20),
        Selection(gate="l'autre"),
        Selection(outcome=Outcome.GRANTED),
        Selection(NOON + 3, NOON + 50, "main-1", Outcome.DENIED),
    ):
        wanted = [
            act
            for act in acts
            if (selection.since is None or act.occurred_at >= selection.since)
            and (selection.until is None or act.occurred_at < selection.until)
            and (selection.gate is None or act.gate == selection.gate)
            and (selection.outcome is None or act.outcome is selection.outcome)
        ]
        assert [entry.act for entry in entries(database.connection, journal, selection)] == wanted
        assert wanted
        assert selection.is_everything == (len(wanted) == len(acts))


def test_free_text_is_committed_to_and_can_be_erased_while_the_record_stays(database):
    journal = filled(database, 1)
    salt = bytes(range(16))
    with database.write() as connection:
        seq = append_with_text(connection, journal, FULL, FreeText("porte forcée \ud800", salt))
        late = append_with_text(connection, journal, FULL, FreeText("https://example.org", salt, NOON + 9))
    assert text_of(database.connection, journal, seq) == (salt, "porte forcée \ud800")
    record = entry_at(database.connection, journal, seq)
    assert record.act.commitment == commit(salt, "porte forcée \ud800")
    with database.write() as connection:
        assert erase_texts(connection, NOON + 8) == 0
        assert erase_texts(connection, NOON + 9) == 1
        assert erase_text(connection, journal, seq)
        assert not erase_text(connection, journal, seq)
    assert text_of(database.connection, journal, late) is None
    assert entry_at(database.connection, journal, seq) == record
    assert b"porte forc" not in database.path.read_bytes()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "Scam"),
        ("gate", ""),
        ("notices", ""),
        ("notices", "closed  closed"),
        ("alerts", "closed!"),
        ("badge", -1),
        ("detail", ""),
        ("answers", bytes(39)),
        ("subject", bytes(0)),
        ("outcome", "GRANTED"),
    ],
)
def test_a_damaged_row_is_refused_not_guessed_at(database, column, value):
    journal = filled(database, 5)
    with database.write() as connection:
        connection.execute("DROP TRIGGER journal_keeps_what_it_has")
        connection.execute(f"UPDATE journal SET {column} = ? WHERE n = ?", (value, journal.first + 3))  # noqa: S608
    damaged = list(rows(database.connection, journal))[3]
    with pytest.raises(LeafError, match="record 3"):
        leaf_of(journal.life, damaged)


def test_a_missing_root_is_an_error_and_no_wrong_tree(database):
    journal = filled(database, 8)
    with database.write() as connection:
        connection.execute("DROP TRIGGER journal_loses_nothing")
        connection.execute("DELETE FROM journal WHERE n = ?", (journal.first + 3,))
    with pytest.raises(StoreError, match="record 3"):
        frontier_at(database.connection, journal, 5)


def test_heads_are_kept_once_each_and_in_order(database):
    journal = filled(database, 3)
    other = journals(database.connection)[0]
    assert last_head(database.connection, journal) is None
    with database.write() as connection:
        keep_head(connection, journal, 3, "three", 7)
        keep_head(connection, journal, 1, "one", 8)
        keep_head(connection, journal, 3, "another three", 9)
        keep_head(connection, other, 9, "another life", 9)
    assert list(heads(database.connection, journal)) == [(1, "one"), (3, "three")]
    assert last_head(database.connection, journal) == (3, "three")


def test_a_new_file_has_the_guards_that_are_expected_and_a_dropped_one_shows(database):
    assert guards(database.connection) == guards_expected()
    with database.write() as connection:
        connection.execute("DROP TRIGGER journal_loses_nothing")
    gone = guards_expected().keys() - guards(database.connection).keys()
    assert gone == {"trigger journal_loses_nothing"}


def test_an_act_that_no_leaf_can_hold_is_never_appended(database):
    journal = filled(database, 2)
    with pytest.raises(ValueError, match="subject"), database.write() as connection:
        append(connection, journal, replace(FULL, subject=bytes(3)))
    assert size_of(database.connection, journal) == 2


def test_the_journal_survives_its_connection(database):
    journal = filled(database, 9)
    before = list(entries(database.connection, journal))
    database.close()
    again = apsw.Connection(str(database.path))
    assert list(entries(again, journal)) == before
    again.close()


@pytest.mark.parametrize(("place", "cell"), [(0, b"scan"), (1, "now"), (5, 7), (12, "subject"), (17, None)])
def test_a_cell_of_another_type_is_refused(database, place, cell):
    journal = filled(database, 2)
    row = list(rows(database.connection, journal))[1]
    cells = (*row.cells[:place], cell, *row.cells[place + 1 :])
    with pytest.raises(LeafError, match="record 1"):
        entry_of(journal.life, Row(1, cells, row.hash))
