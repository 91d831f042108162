import shutil
import sqlite3

import pytest
from ledger import EVENT, KEY, NOON, STATION, ledger

from kiosk.domain.errors import KioskError
from kiosk.domain.head import Head, sign_head
from kiosk.domain.journal import Life, encode
from kiosk.domain.merkle import Frontier, leaf_hash
from kiosk.keys.signing import fingerprint, station_key
from kiosk.service.evidence.verdict import Trouble
from kiosk.service.evidence.verify_database import Trust, verify_database
from kiosk.service.station.heads import Begun, begin_life, sidecar_of
from kiosk.store.database import create_database
from kiosk.store.journal import COLUMNS, journals
from kiosk.store.journal_heads import heads, last_head
from kiosk.store.journal_reading import entries, entry_at, rows

THIEF = station_key(bytes(32))
TRUSTED = Trust(public=KEY.public)
LIFE = 1 << 40
REST = f"{COLUMNS}, hash"


@pytest.fixture
def book(tmp_path):
    """Forty-one records, heads of 1, 21 and 41."""
    book = ledger(tmp_path / "kiosk.db")
    for _ in range(2):
        book.add(20)
        book.sign()
    yield book
    book.database.close()


@pytest.fixture
def copy(book, tmp_path):
    """The same as a file elsewhere, with no head beside it: what an auditor is handed."""
    return copied(book, tmp_path / "elsewhere.db")


def copied(book, path):
    book.database.connection.execute("VACUUM INTO ?", (str(path),))
    return path


def edit(path, *statements):
    """Change a file as a thief with an editor would: triggers dropped, then put back as they were."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement, *values in statements:
        connection.execute(statement, values)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def rehash(path):
    """Recompute every hash, as a thief without the station's key can."""
    database = create_database(path)
    journal = journals(database.connection)[0]
    frontier, hashes = Frontier(), []
    for entry in entries(database.connection, journal):
        hashed = leaf_hash(encode(entry))
        hashes.append((frontier.completed(hashed), journal.first + entry.seq))
        frontier = frontier.appended(hashed)
    database.close()
    edit(path, *[("UPDATE journal SET hash = ? WHERE n = ?", *pair) for pair in hashes])
    return frontier


def found(verdict, *, first=True):
    told = [(finding.trouble, finding.first, finding.last) for finding in verdict.findings]
    return told[0] if first and len(told) == 1 else told


def test_a_whole_journal_with_a_confirmed_key_exits_0(copy):
    for trust in (TRUSTED, Trust(fingerprint=fingerprint(KEY.public).lower())):
        verdict = verify_database(copy, trust)
        assert (verdict.exit_code, verdict.findings) == (0, ())
        (account,) = verdict.accounts
        assert (account.size, account.signed, account.vouched, account.is_confirmed) == (41, 41, 0, True)
        assert "41 signed by a confirmed key" in verdict.lines[-1]


def test_without_a_key_the_signer_is_not_confirmed_and_it_exits_3(copy):
    verdict = verify_database(copy)
    assert (verdict.exit_code, verdict.findings) == (3, ())
    assert "nobody has confirmed" in verdict.lines[-1]
    assert "nothing outside the file vouches" in verdict.lines[-1]


def test_a_head_from_outside_says_up_to_which_record_it_vouches(book, copy):
    notes = dict(heads(book.database.connection, book.journal))
    verdict = verify_database(copy, Trust(heads=(notes[21],)))
    assert verdict.exit_code == 0
    assert verdict.accounts[0].vouched == 21
    assert "vouches for records 0 to 20" in verdict.lines[-1]


def test_verifying_changes_nothing_in_the_file_or_beside_it(copy):
    create_database(copy).close()  # as a station leaves it: in WAL mode
    before, beside = copy.read_bytes(), sorted(copy.parent.iterdir())
    assert verify_database(copy, TRUSTED).exit_code == 0
    assert copy.read_bytes() == before
    assert sorted(copy.parent.iterdir()) == beside


def test_a_journal_is_verified_while_a_gate_has_it_open(book):
    book.add(3)
    book.sign()
    verdict = verify_database(book.path, TRUSTED)
    assert (verdict.exit_code, verdict.accounts[0].size) == (0, 44)


def test_a_changed_row_is_named_and_nothing_else_checklist_26(copy):
    edit(copy, ("UPDATE journal SET outcome = 'granted', reason = NULL WHERE n = ?", LIFE + 13))
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert found(verdict) == (Trouble.CHANGED, 13, 13)
    assert "record 13" in verdict.lines[0]
    assert verdict.accounts[0].signed == 41  # the rest is proven whole


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'test'",
        "occurred_at = occurred_at - 1",
        "recorded_at = recorded_at + 1",
        "clock = 'suspect'",
        "hybrid = 1",
        "gate = 'VIP'",
        "gate = ''",
        "direction = NULL",
        "zone_from = 'X'",
        "zone_to = NULL",
        "method = 'wedge'",
        "badge = badge + 1",
        "badge = NULL",
        "match = 'unknown'",
        "subject = zeroblob(16)",
        "subject = zeroblob(3)",
        "outcome = NULL",
        "reason = 'nonsense'",
        "notices = 'closed'",
        "alerts = 'watched'",
        "operator = 'cli:moussa'",
        "list_version = 4",
        "policy_version = 2",
        "answers = zeroblob(40)",
        "commitment = zeroblob(32)",
        "detail = '{}'",
        "detail = '{\"a\":1}'",
        "hash = zeroblob(32)",
    ],
)
def test_every_column_of_a_record_is_under_the_hash(copy, change):
    edit(copy, (f"UPDATE journal SET {change} WHERE n = ?", LIFE + 20))  # noqa: S608
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert {(finding.first, finding.last) for finding in verdict.findings} >= {(20, 20)}


def test_a_removed_row_is_named(copy):
    edit(copy, ("DELETE FROM journal WHERE n IN (?, ?)", LIFE + 13, LIFE + 14))
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert found(verdict) == (Trouble.MISSING, 13, 14)


def test_a_removed_row_whose_successors_were_moved_up_shows_in_each_of_them(copy):
    edit(
        copy,
        ("DELETE FROM journal WHERE n = ?", LIFE + 13),
        ("UPDATE journal SET n = -n WHERE n > ?", LIFE + 13),
        ("UPDATE journal SET n = -n - 1 WHERE n < 0",),
    )
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert (Trouble.CHANGED, 13, 39) in found(verdict)


def test_an_inserted_row_shows(copy):
    edit(
        copy,
        ("UPDATE journal SET n = -n WHERE n >= ?", LIFE + 13),
        ("UPDATE journal SET n = -n + 1 WHERE n < 0",),
        (
            f"INSERT INTO journal SELECT ?, {REST} FROM journal WHERE n = ?",  # noqa: S608
            LIFE + 13,
            LIFE + 12,
        ),
    )
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert found(verdict, first=False)[0] == (Trouble.CHANGED, 13, 41)


def test_two_swapped_rows_are_both_named(copy):
    edit(
        copy,
        ("UPDATE journal SET n = -1 WHERE n = ?", LIFE + 5),
        ("UPDATE journal SET n = ? WHERE n = ?", LIFE + 5, LIFE + 8),
        ("UPDATE journal SET n = ? WHERE n = -1", LIFE + 8),
    )
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert {5, 8} <= {finding.first for finding in verdict.findings if finding.trouble is Trouble.CHANGED}


def test_a_row_and_its_own_hash_changed_are_narrowed_down_by_the_tree(copy):
    database = create_database(copy)
    (journal,) = journals(database.connection)
    entry = entry_at(database.connection, journal, 14)
    database.close()
    forged = type(entry.act)(
        **{name: getattr(entry.act, name) for name in entry.act.__slots__} | {"gate": "VIP"}
    )
    hashed = leaf_hash(encode(type(entry)(entry.life, 14, forged)))
    edit(copy, ("UPDATE journal SET gate = 'VIP', hash = ? WHERE n = ?", hashed, LIFE + 14))
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert found(verdict) == (Trouble.REWRITTEN, 14, 15)


def test_recomputed_hashes_are_betrayed_by_the_heads_which_name_the_interval(copy):
    edit(copy, ("UPDATE journal SET outcome = 'granted', reason = NULL WHERE n = ?", LIFE + 33))
    rehash(copy)
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert found(verdict) == (Trouble.REWRITTEN, 21, 40)
    assert verdict.accounts[0].signed == 21
    assert "records 21 to 40" in verdict.lines[0]


def test_recomputed_hashes_and_heads_need_the_stations_key(copy):
    edit(copy, ("UPDATE journal SET outcome = 'granted', reason = NULL WHERE n = ?", LIFE + 33))
    frontier = rehash(copy)
    forged = sign_head(Head(Life(EVENT, STATION, b"\x01" * 16), 41, frontier.root), THIEF.public, THIEF.sign)
    edit(copy, ("UPDATE head SET note = ? WHERE n = ?", forged, LIFE + 41))
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert Trouble.HEAD in {finding.trouble for finding in verdict.findings}


def test_a_thief_with_the_stations_key_is_betrayed_only_by_a_head_kept_elsewhere(book, copy):
    _, kept = last_head(book.database.connection, book.journal)
    edit(copy, ("UPDATE journal SET outcome = 'granted', reason = NULL WHERE n = ?", LIFE + 33))
    frontier = rehash(copy)
    forged = sign_head(Head(book.journal.life, 41, frontier.root), KEY.public, KEY.sign)
    edit(copy, ("UPDATE head SET note = ? WHERE n = ?", forged, LIFE + 41))
    assert verify_database(copy, TRUSTED).exit_code == 0  # nothing in the file can tell
    early = dict(heads(book.database.connection, book.journal))[21]
    verdict = verify_database(copy, Trust(public=KEY.public, heads=(early, kept)))
    assert verdict.exit_code == 4
    assert found(verdict) == (Trouble.REWRITTEN, 21, 40)
    assert verdict.accounts[0].vouched == 21
    verdict = verify_database(copy, Trust(public=KEY.public, heads=(kept,)))
    assert found(verdict) == (Trouble.REWRITTEN, 0, 40)


def test_a_whole_journal_of_a_thief_with_his_own_key_is_not_the_stations(tmp_path):
    other = ledger(tmp_path / "thief.db", key=THIEF)
    other.add(3)
    other.sign()
    verdict = verify_database(other.path, TRUSTED)
    assert (verdict.exit_code, verdict.findings[0].trouble) == (4, Trouble.KEY)
    assert verify_database(other.path, Trust(fingerprint=fingerprint(KEY.public))).exit_code == 4
    assert verify_database(other.path).exit_code == 3
    ours = sign_head(Head(other.journal.life, 2, bytes(32)), KEY.public, KEY.sign)
    assert verify_database(other.path, Trust(heads=(ours,))).exit_code == 4
    other.database.close()


def test_rows_cut_off_the_end_are_missed_by_the_heads_that_signed_them(copy):
    edit(copy, ("DELETE FROM journal WHERE n >= ?", LIFE + 30))
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert (Trouble.MISSING, 30, 40) in found(verdict, first=False)


def test_rows_and_heads_cut_off_the_end_are_missed_only_by_a_head_kept_elsewhere(book, copy):
    _, kept = last_head(book.database.connection, book.journal)
    edit(copy, ("DELETE FROM journal WHERE n >= ?", LIFE + 21), ("DELETE FROM head WHERE n > ?", LIFE + 21))
    assert verify_database(copy, TRUSTED).exit_code == 0  # it is the journal as it was at that moment
    verdict = verify_database(copy, Trust(public=KEY.public, heads=(kept,)))
    assert (verdict.exit_code, found(verdict)) == (3, (Trouble.LOST, 21, 40))


def test_an_older_copy_put_back_is_known_by_the_head_beside_the_file(book, tmp_path):
    old = copied(book, tmp_path / "old.db")
    book.add(10)
    book.sign()
    shutil.copy(sidecar_of(book.path), sidecar_of(old))
    verdict = verify_database(old, TRUSTED)
    assert (verdict.exit_code, found(verdict)) == (3, (Trouble.LOST, 41, 50))


def test_a_new_life_remembers_what_the_restored_file_has_lost(book, tmp_path):
    old = copied(book, tmp_path / "old.db")
    book.add(10)
    book.sign()
    shutil.copy(sidecar_of(book.path), sidecar_of(old))
    restored = create_database(old)
    begin_life(restored, Life(EVENT, STATION, b"\x02" * 16), KEY, Begun(NOON, "cli:awa"))
    restored.close()
    sidecar_of(old).unlink()
    verdict = verify_database(old, TRUSTED)
    assert (verdict.exit_code, found(verdict)) == (3, (Trouble.LOST, 41, 50))
    assert [account.size for account in verdict.accounts] == [41, 1]
    edit(old, ("DELETE FROM journal WHERE n >> 40 = 1",), ("DELETE FROM head WHERE n >> 40 = 1",))
    assert verify_database(old, TRUSTED).exit_code == 4  # a life without a record 0 never was
    edit(old, ("DELETE FROM life WHERE n = 1",))
    verdict = verify_database(old, TRUSTED)
    assert (verdict.exit_code, found(verdict)) == (3, (Trouble.LOST, 0, 50))


def test_records_behind_the_last_head_are_called_unsigned(book, tmp_path):
    book.add(3)
    verdict = verify_database(copied(book, tmp_path / "late.db"), TRUSTED)
    assert (verdict.exit_code, found(verdict)) == (3, (Trouble.UNSIGNED, 41, 43))


def test_a_dropped_or_softened_trigger_shows_although_every_record_is_whole(copy):
    connection = sqlite3.connect(copy)
    connection.execute("DROP TRIGGER journal_loses_nothing")
    connection.execute("CREATE TRIGGER helpful AFTER INSERT ON head BEGIN SELECT 1; END")
    connection.commit()
    connection.close()
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert [finding.says.split(":")[0] for finding in verdict.findings] == [
        "trigger helpful was added",
        "trigger journal_loses_nothing is gone",
    ]
    assert verdict.accounts[0].signed == 41


def test_a_head_that_is_no_head_and_records_of_no_life_show(copy):
    edit(
        copy,
        ("UPDATE head SET note = 'x' WHERE n = ?", LIFE + 21),
        (f"INSERT INTO journal SELECT 7, {REST} FROM journal WHERE n = ?", LIFE + 12),  # noqa: S608
    )
    verdict = verify_database(copy, TRUSTED)
    assert {finding.trouble for finding in verdict.findings} == {Trouble.HEAD, Trouble.FILE}


def test_a_damaged_beginning_leaves_no_key_to_trust(copy):
    edit(copy, ("UPDATE journal SET detail = '{\"key\":7}' WHERE n = ?", LIFE))
    verdict = verify_database(copy, TRUSTED)
    assert verdict.exit_code == 4
    assert (Trouble.CHANGED, 0, 0) in found(verdict, first=False)
    edit(copy, ("UPDATE journal SET kind = 'scan' WHERE n = ?", LIFE))
    assert verify_database(copy, TRUSTED).exit_code == 4
    edit(copy, ("DELETE FROM journal WHERE n = ?", LIFE))
    assert (Trouble.MISSING, 0, 0) in found(verify_database(copy, TRUSTED), first=False)


def test_a_page_of_garbage_is_reported_and_does_not_stop_the_report(book, tmp_path):
    book.add(300)
    book.sign()
    path = copied(book, tmp_path / "torn.db")
    content = bytearray(path.read_bytes())
    needle = list(rows(book.database.connection, book.journal))[250].hash[:32]
    page = content.index(needle) // 4096
    content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    verdict = verify_database(path, TRUSTED)
    assert verdict.exit_code == 4
    assert Trouble.FILE in {finding.trouble for finding in verdict.findings}


def test_what_is_no_journal_is_explained(tmp_path):
    (tmp_path / "text.db").write_text("hello" * 1000)
    with pytest.raises(KioskError):
        verify_database(tmp_path / "text.db")
    with pytest.raises(KioskError, match="no file"):
        verify_database(tmp_path / "absent.db")
    create_database(tmp_path / "new.db").close()
    assert verify_database(tmp_path / "new.db", TRUSTED).exit_code == 3


def test_an_unreadable_or_unrelated_head_from_outside_is_explained(copy):
    with pytest.raises(KioskError, match="no head"):
        verify_database(copy, Trust(heads=("hello",)))
    stranger = sign_head(Head(Life(EVENT, STATION, b"\x09" * 16), 5, bytes(32)), KEY.public, KEY.sign)
    verdict = verify_database(copy, Trust(public=KEY.public, heads=(stranger,)))
    assert (verdict.exit_code, found(verdict)) == (3, (Trouble.LOST, 0, 4))
