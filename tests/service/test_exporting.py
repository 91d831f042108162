import base64
import csv
import io
import json
from dataclasses import replace
from datetime import datetime

import pytest
from ledger import EVENT, KEY, NOON, STATION, ledger, scan
from salon import SALON

from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Site
from kiosk.domain.head import parse_note, write_note
from kiosk.domain.journal import (
    Act,
    Entry,
    Kind,
    Life,
    Reference,
    decode,
    encode,
    read_detail,
    write_detail,
)
from kiosk.domain.model import Outcome
from kiosk.keys.signing import fingerprint, station_key
from kiosk.service.evidence.exporting import Exported, Format, Request, export, file_name
from kiosk.service.evidence.journal_lines import moment, record
from kiosk.service.evidence.local_time import locale_of
from kiosk.service.evidence.manifest import parse_manifest
from kiosk.service.evidence.verdict import Trouble
from kiosk.service.evidence.verify_database import Trust
from kiosk.service.evidence.verify_export import verify
from kiosk.service.station.heads import Begun, begin_life
from kiosk.store.journal import append, journals
from kiosk.store.journal_csv import Locale, lines, select
from kiosk.store.journal_heads import heads, last_head
from kiosk.store.journal_reading import Selection, entries, tail

TRUSTED = Trust(public=KEY.public)
NAMES = {
    1: ("Awa", "Traoré", "ASELSAN"),
    2: ("=HYPERLINK(1)", "", "+33 1; @x"),
    3: ('Ali "Bey"', "Öz,türk", "-2+3"),
    4: ("Fanta\n2025-11-11,scan,granted", "Sy", "\tTab\rCR\u2028"),
    5: ("@mention", "Ba", "Défense"),
}


@pytest.fixture
def book(tmp_path):
    """Forty-one records of seven people, of whom five are on the list and one of these is erased."""
    (tmp_path / "data").mkdir()
    book = ledger(tmp_path / "data" / "kiosk.db")
    with book.database.write() as connection:
        connection.execute("INSERT INTO rights VALUES (1, '')")
        for n, (given, family, organisation) in NAMES.items():
            subject = bytes([n]) * 16
            connection.execute(
                "INSERT INTO holder (n, id, subject, given_name, family_name, organisation)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (n, subject, subject, given, family, organisation),
            )
            connection.execute(
                "INSERT INTO accreditation (n, id, holder, category, status, rights)"
                " VALUES (?, ?, ?, 'press', 'active', 1)",
                (n, subject, n),
            )
            connection.execute(
                "INSERT INTO badge (number, epoch, accreditation, credential_hash, state, issue, issued_at)"
                " VALUES (?, 0, ?, ?, 'printed', 1, 0)",
                (1 << 22 | n, n, bytes([n] * 32)),
            )
    book.add(40)
    yield book
    book.database.close()


def exported(book, tmp_path, form=Format.CSV, selection=None, event=SALON) -> Exported:
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    return export(book.station(event), Request(out, form, selection or Selection()))


def table(file, separator=","):
    text = file.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_the_csv_holds_every_record_with_person_badge_and_decision(book, tmp_path):
    made = exported(book, tmp_path)
    read = table(made.file)
    records = list(entries(book.database.connection, book.journal))[:-1]  # the last is the export's own
    assert made.count == len(read) == len(records) == 41
    for row, entry in zip(read, records, strict=True):
        act = entry.act
        assert int(row["seq"]) == entry.seq
        assert row["kind"] == act.kind
        assert datetime.fromisoformat(row["occurred_at"]).timestamp() * 1e6 == act.occurred_at
        assert row["decision"] == (act.outcome or "")
        assert row["badge"] == ("" if act.badge is None else printed(act.badge))
        assert row["gate"] == (act.gate or "")
        assert row["life"] == "01010101"
    assert read[7]["name"] == "Awa Traoré"
    assert read[7]["organisation"] == "ASELSAN"
    assert read[7]["category"] == "press"
    assert read[6]["name"] == ""  # number seven is on no list


def test_a_number_that_two_lives_have_is_one_line_of_no_category(book, tmp_path):
    (number, holder) = next(iter(book.database.connection.execute("SELECT number, accreditation FROM badge")))
    with book.database.write() as connection:  # as it will come from another station
        connection.execute(
            "INSERT INTO badge (number, epoch, accreditation, credential_hash, state, issue, issued_at)"
            " VALUES (?, 0, ?, zeroblob(32), 'printed', 1, 0)",
            (number, holder),
        )
    made = exported(book, tmp_path)
    read = table(made.file)
    assert made.count == len(read) == 41
    about = [row for row in read if row["badge"] == printed(number)]
    assert about
    assert {row["category"] for row in about} == {""}


def test_cells_that_a_spreadsheet_takes_for_formulas_are_inert_checklist_20(book, tmp_path):
    for form, separator in ((Format.CSV, ","), (Format.EXCEL, ";")):
        (tmp_path / form).mkdir()
        for row in table(exported(book, tmp_path / form, form).file, separator):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    names = {row["name"] for row in table(tmp_path.joinpath("excel", "out").glob("*.csv").__next__(), ";")}
    assert "'=HYPERLINK(1)" in names
    assert "'@mention Ba" in names
    assert 'Ali "Bey" Öz,türk' in names


def test_a_name_with_a_line_break_and_a_fake_line_is_one_escaped_line_checklist_28(book, tmp_path):
    made = exported(book, tmp_path)
    content = made.file.read_bytes()
    assert len(content.decode().splitlines()) == 42
    assert content.count(b"\r\n") == content.count(b"\n") == 42
    names = {row["name"] for row in table(made.file)}
    assert "Fanta\\n2025-11-11,scan,granted Sy" in names
    assert "'\tTab\\rCR " in {row["organisation"] for row in table(made.file)}


def test_excel_in_french_gets_semicolons_and_a_byte_order_mark(book, tmp_path):
    content = exported(book, tmp_path, Format.EXCEL).file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbflife;seq;kind;occurred_at;")
    assert not content[3:].count(b"\xef\xbb\xbf")


def test_an_erased_person_has_no_name_in_the_export(book, tmp_path):
    with book.database.write() as connection:
        connection.execute("UPDATE holder SET subject = NULL, given_name = '', family_name = '' WHERE n = 1")
    made = exported(book, tmp_path)
    assert "Traoré" not in made.file.read_text()
    assert table(made.file)[7]["badge"] == printed(1 << 22 | 1)


def test_neither_credentials_nor_their_hashes_nor_what_codes_said_are_exported(book, tmp_path):
    for form in Format:
        made = exported(book, tmp_path, form, Selection(gate="HALL"))
        text = made.file.read_text().lower()
        assert bytes(32).hex() not in text
        assert "credential" not in text
        made.file.rename(tmp_path / form)
        made.manifest.unlink()


def test_records_are_filtered_by_time_gate_and_decision(book, tmp_path):
    selection = Selection(NOON + 10_000_000, NOON + 30_000_000, "NORTH", Outcome.DENIED)
    made = exported(book, tmp_path, Format.CSV, selection)
    assert [int(row["seq"]) for row in table(made.file)] == [13, 23]
    query = parse_manifest(made.manifest.read_text()).values["query"]
    assert query == {
        "format": "csv",
        "from": "2025-11-11T12:00:10.000000Z",
        "to": "2025-11-11T12:00:30.000000Z",
        "gate": "NORTH",
        "decision": "denied",
    }


def test_the_csv_says_what_the_plain_select_says(book):
    for local in (locale_of(SALON, NOON, NOON), Locale()):
        connection = book.database.connection
        plain = [
            ["" if cell is None else str(cell) for cell in row]
            for row in connection.execute(select(book.journal, Selection(gate="HALL"), local))
        ]
        joined = b"".join(lines(connection, book.journal, Selection(gate="HALL"), local)).decode()
        read = list(csv.reader(io.StringIO(joined, newline="")))
        assert len(read) == len(plain) == 20
        for left, right in zip(read, plain, strict=True):
            harmless = [not cell.startswith(tuple("=+-@\t\r'")) and cell.isprintable() for cell in right]
            assert [a for a, ok in zip(left, harmless, strict=True) if ok] == [
                b for b, ok in zip(right, harmless, strict=True) if ok
            ]


def test_times_are_written_in_the_gates_own_zone_with_its_offset(book, tmp_path):
    paris = Site("BKO", {"fr": "Paris"}, "Europe/Paris")
    far = Site("KLK", {"fr": "Loin"}, "Asia/Kathmandu")
    event = replace(SALON, sites=(paris, far))
    summer = (
        NOON - 16 * 86_400 * 1_000_000
    )  # 26 October 2025, 12:00 UTC: the day on which the clocks went back
    with book.database.write() as connection:
        for hours, gate in ((-12, "HALL"), (-11, "HALL"), (-12, "FIELD"), (0, None)):
            at = summer + hours * 3_600_000_000
            append(connection, book.journal, replace(scan(1), occurred_at=at, recorded_at=NOON, gate=gate))
        append(connection, book.journal, replace(scan(1), occurred_at=-1, gate="FIELD"))
    made = exported(book, tmp_path, event=event)
    assert [row["occurred_at"] for row in table(made.file)[-5:]] == [
        "2025-10-26T02:00:00.000000+02:00",
        "2025-10-26T02:00:00.000000+01:00",
        "2025-10-26T05:45:00.000000+05:45",
        "2025-10-26T13:00:00.000000+01:00",
        "1970-01-01T05:44:59.999999+05:45",
    ]


def test_answers_and_details_of_other_acts_are_shown(book, tmp_path):
    with book.database.write() as connection:
        act = Act(Kind.OVERRIDE, NOON, NOON, answers=Reference(STATION, b"\xab" * 16, 123_456))
        append(connection, book.journal, act)
        append(connection, book.journal, Act(Kind.IMPORT, NOON, NOON, detail=write_detail({"rows": 4})))
    rows = table(exported(book, tmp_path).file)
    assert rows[-2]["answers"] == "abababab:123456"
    assert rows[-1]["detail"] == '{"rows":4}'


def test_the_export_is_recorded_with_its_digest(book, tmp_path):
    made = exported(book, tmp_path, Format.CSV, Selection(gate="HALL"))
    (last,) = tail(book.database.connection, book.journal, 1)
    detail = read_detail(last.act.detail)
    assert (last.act.kind, last.act.operator) == (Kind.EXPORT, "cli:awa")
    assert detail["sha256"] == parse_manifest(made.manifest.read_text()).sha256
    assert (detail["file"], detail["count"]) == (made.file.name, 20)


def test_a_file_is_named_after_event_and_time(book, tmp_path):
    made = exported(book, tmp_path)
    assert made.file.name == "salon-d-essai_journal_20251111T120000Z_20251111T120040Z.csv"
    accents = replace(SALON, name={"fr": "BAMEX'25 — Défense & Sécurité"})
    request = Request(tmp_path, Format.JSONL, Selection(since=0, until=NOON))
    assert file_name(accents, request, (1, 2)) == (
        "bamex-25-defense-securite_journal_19700101T000000Z_20251111T120000Z.jsonl"
    )
    native = replace(SALON, name={"fr": "防務"})
    assert file_name(native, Request(tmp_path, selection=Selection(until=1 << 62)), (0, 0)) == (
        "00010203_journal_19700101T000000Z_4611686018427387904.csv"
    )


def test_an_existing_file_is_never_overwritten(book, tmp_path):
    target = tmp_path / "log.csv"
    export(book.station(SALON), Request(target))
    before = target.read_bytes()
    with pytest.raises(KioskError, match="exists already"):
        export(book.station(SALON), Request(target))
    assert target.read_bytes() == before


def test_a_folder_that_is_not_there_is_explained(book, tmp_path):
    with pytest.raises(KioskError, match="cannot be written"):
        export(book.station(SALON), Request(tmp_path / "absent" / "log.csv"))


def test_ctrl_c_leaves_no_half_file_and_no_record(book, tmp_path):
    size = len(list(entries(book.database.connection, book.journal)))
    database = book.database
    calls = []

    def press(*_):
        calls.append(1)
        raise KeyboardInterrupt

    database.connection.set_progress_handler(press, 200)
    with pytest.raises(KeyboardInterrupt):
        exported(book, tmp_path)
    database.connection.set_progress_handler(None)
    assert calls
    assert list((tmp_path / "out").iterdir()) == []
    assert len(list(entries(database.connection, book.journal))) == size


def test_a_whole_export_verifies_in_every_format(book, tmp_path):
    for form in Format:
        for name, selection in (("all", Selection()), ("some", Selection(outcome=Outcome.DENIED))):
            (tmp_path / form / name).mkdir(parents=True)
            made = exported(book, tmp_path / form / name, form, selection)
            verdict = verify(made.file, TRUSTED)
            assert (verdict.exit_code, verdict.findings) == (0, ()), (form, name)
            assert verdict.accounts[0].size == made.count
            assert verify(made.file, Trust(fingerprint=fingerprint(KEY.public))).exit_code == 0
            assert verify(made.file).exit_code == 3
            assert verify(made.file, Trust(public=station_key(bytes(32)).public)).exit_code == 4


def test_a_changed_csv_or_a_changed_manifest_is_found(book, tmp_path):
    made = exported(book, tmp_path)
    content, statement = made.file.read_bytes(), made.manifest.read_text()
    made.file.write_bytes(content.replace(b"denied", b"denies", 1))
    verdict = verify(made.file, TRUSTED)
    assert (verdict.exit_code, [finding.trouble for finding in verdict.findings]) == (4, [Trouble.FILE])
    made.file.write_bytes(content)
    made.manifest.write_text(statement.replace('"count":41', '"count":40', 1))
    assert [finding.trouble for finding in verify(made.file, TRUSTED).findings] == [Trouble.HEAD]
    made.manifest.write_text(statement.replace(KEY.public.hex(), "zz"))
    assert verify(made.file, TRUSTED).exit_code == 4


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\xff", b"kiosk/v1/manifest\n[]\n\n\xe2\x80\x94 n AAAAAAA=\n"]
)
def test_a_file_without_a_proper_manifest_cannot_be_verified(book, tmp_path, content):
    made = exported(book, tmp_path)
    made.manifest.write_bytes(content)
    with pytest.raises(KioskError, match="no manifest"):
        verify(made.file)
    made.manifest.unlink()
    with pytest.raises(KioskError, match="no manifest beside it"):
        verify(made.file)
    with pytest.raises(KioskError, match="cannot be read"):
        verify(tmp_path / "absent.csv")


def jsonl(book, tmp_path, selection=None):
    """Export JSON Lines and take the manifest away: what the lines prove by themselves."""
    made = exported(book, tmp_path, Format.JSONL, selection)
    made.manifest.unlink()
    return made.file


def written(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def rewrite(file, objects):
    file.write_text("".join(json.dumps(one, separators=(",", ":")) + "\n" for one in objects))


def test_json_lines_are_lossless(book, tmp_path):
    head, *records = written(jsonl(book, tmp_path))
    assert [base64.b64decode(one["leaf"]) for one in records] == [
        encode(entry) for entry in list(entries(book.database.connection, book.journal))[:-1]
    ]
    assert head["count"] == head["size"] == 41
    assert "proof" not in records[0]
    assert records[3]["decision"] == "denied"


def changed(objects, place, **values):
    objects[place] = {**objects[place], **values}
    return objects


def with_leaf(objects, place, **values):
    """Change a record and its leaf to match, as a thief with this program can."""
    entry = decode(base64.b64decode(objects[place]["leaf"]))
    forged = Entry(entry.life, entry.seq, replace(entry.act, **values))
    proof = [base64.b64decode(one) for one in objects[place].get("proof", [])]
    objects[place] = json.loads(record(forged, proof if "proof" in objects[place] else None))
    return objects


WRECKS = {
    "a word beside the leaf": lambda o: changed(o, 4, decision="granted", reason="none"),
    "a word too many": lambda o: changed(o, 4, approved_by="me"),
    "a leaf of nonsense": lambda o: changed(o, 4, leaf="AAAA"),
    "a leaf that is no base64": lambda o: changed(o, 4, leaf="é"),
    "no leaf": lambda o: changed(o, 4, leaf=None),
    "another decision, leaf and all": lambda o: with_leaf(o, 4, gate="VIP"),
    "a line removed": lambda o: [*o[:4], *o[5:]],
    "the last line removed": lambda o: o[:-1],
    "two lines swapped": lambda o: [*o[:4], o[5], o[4], *o[6:]],
    "a line twice": lambda o: [*o[:4], o[4], *o[4:]],
    "another life's record": lambda o: [*o, o[0] | {"origin": o[0]["origin"][:-1] + "7", "head": ""}, o[1]],
    "a line that is no object": lambda o: [*o, []],
    "no key": lambda o: changed(o, 0, key="zz"),
    "no head": lambda o: changed(o, 0, head="x"),
}


def test_a_manifest_that_speaks_of_no_journal_confirms_nothing(book, tmp_path):
    made = exported(book, tmp_path)
    note = parse_note(made.manifest.read_text())
    made.manifest.write_text(write_note(replace(note, text='kiosk/v1/manifest\n{"journals":7}\n')))
    verdict = verify(made.file, TRUSTED)
    assert (verdict.exit_code, verdict.accounts) == (4, ())


def test_a_moment_beyond_every_calendar_is_written_as_a_number():
    assert moment(1 << 62) == str(1 << 62)


@pytest.mark.parametrize("wreck", WRECKS.values(), ids=WRECKS.keys())
@pytest.mark.parametrize("selection", [Selection(), Selection(gate="NORTH")], ids=["whole", "filtered"])
def test_changed_json_lines_are_found_without_the_manifest(book, tmp_path, wreck, selection):
    file = jsonl(book, tmp_path, selection)
    rewrite(file, wreck(written(file)))
    assert verify(file, TRUSTED).exit_code == 4


def test_whole_json_lines_need_no_manifest_but_filtered_ones_do(book, tmp_path):
    assert verify(jsonl(book, tmp_path), TRUSTED).exit_code == 0
    (tmp_path / "filtered").mkdir()
    file = jsonl(book, tmp_path / "filtered", Selection(gate="NORTH"))
    verdict = verify(file, TRUSTED)
    assert (verdict.exit_code, [finding.trouble for finding in verdict.findings]) == (3, [Trouble.UNSIGNED])
    head, *records = written(file)
    rewrite(file, [{**head, "count": len(records) - 1}, *records[:-1]])
    assert verify(file, TRUSTED).exit_code == 3  # the gap that only the manifest shows


def test_a_proof_that_is_no_list_proves_nothing(book, tmp_path):
    for number, proof in enumerate(("x", ["é"], [], None)):
        (tmp_path / str(number)).mkdir()
        file = jsonl(book, tmp_path / str(number), Selection(gate="NORTH"))
        rewrite(file, changed(written(file), 2, proof=proof))
        assert verify(file, TRUSTED).exit_code == 4


def test_a_head_from_outside_vouches_for_json_lines_too(book, tmp_path):
    book.sign()
    early = dict(heads(book.database.connection, book.journal))[41]
    file = jsonl(book, tmp_path)
    verdict = verify(file, Trust(heads=(early,)))
    assert (verdict.exit_code, verdict.accounts[0].vouched) == (0, 41)
    book.add(5)
    book.sign()
    _, newer = last_head(book.database.connection, book.journal)
    verdict = verify(file, Trust(public=KEY.public, heads=(newer,)))
    assert (verdict.exit_code, verdict.findings[0].trouble) == (3, Trouble.LOST)
    thief = ledger(tmp_path / "thief.db", key=station_key(bytes(32)))
    thief.add(40)
    thief.sign()
    _, foreign = last_head(thief.database.connection, thief.journal)
    assert verify(file, Trust(heads=(foreign,))).findings[0].trouble is Trouble.KEY
    thief.database.close()


def test_another_past_under_the_stations_own_key_disagrees_with_the_head_from_outside(book, tmp_path):
    other = ledger(tmp_path / "other.db")
    other.add(39)
    with other.database.write() as connection:
        append(connection, other.journal, replace(scan(40), gate="VIP"))
    other.sign()
    _, kept = last_head(other.database.connection, other.journal)
    verdict = verify(jsonl(book, tmp_path), Trust(public=KEY.public, heads=(kept,)))
    assert (verdict.exit_code, verdict.findings[0].trouble) == (4, Trouble.REWRITTEN)
    other.database.close()


@pytest.mark.parametrize(
    "content", ["{}\n", '{"seq":1}\n', "{\n", '{"format":"kiosk/v1/journal"}\n', "{" * 10_000]
)
def test_what_is_no_exported_journal_is_explained(tmp_path, content):
    file = tmp_path / "x.jsonl"
    file.write_text(content)
    with pytest.raises(KioskError, match=r"no exported journal|names no journal"):
        verify(file)


def test_an_export_holds_every_life_of_the_file(book, tmp_path):
    second = begin_life(book.database, Life(EVENT, STATION, b"\x02" * 16), KEY, Begun(NOON, "cli:awa"))
    with book.database.write() as connection:
        append(connection, second, scan(1))
    made = exported(book, tmp_path)
    assert {row["life"] for row in table(made.file)} == {"01010101", "02020202"}
    made = exported(book, tmp_path, Format.JSONL)
    verdict = verify(made.file, TRUSTED)
    assert [account.size for account in verdict.accounts] == [41, 3]
    # The first life ended without a last head: its records are exported, and said to be unsigned.
    assert [finding.trouble for finding in verdict.findings] == [Trouble.UNSIGNED]
    assert len(journals(book.database.connection)) == 2
