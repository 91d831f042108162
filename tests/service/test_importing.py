# ruff: noqa: RUF001 - names in other alphabets are what is tested
import codecs
import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from registration import EVENT, quiet

import kiosk.store.imports as imports_store
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import AccreditationStatus
from kiosk.domain.rights import write_rights
from kiosk.service.lists.applying import resume
from kiosk.service.lists.importing import ListToImport, check_list, import_list
from kiosk.service.lists.photo_folder import PhotoFolder
from kiosk.service.lists.unfinished import SILENCE
from kiosk.store import search
from kiosk.store.changes import Author, NewPeople, stage_new
from kiosk.store.database import StoreError
from kiosk.store.list_version import list_version
from kiosk.store.people import by_external_id, count, everybody
from kiosk.store.photos import load_photo
from kiosk.store.rights import load_rights

HEAD = "external_id;given_name;family_name;name_native;organisation;country;category;zones;days"
ROWS = (
    "E1;Aïssata;Ba;;Société Sahel;ML;exhibitor;;",
    "E2;İsmail;Yılmaz;;Anka Savunma;TR;Katılımcı;HALL VIP:13;11-12",
    "E3;Muhammad;al-Amin;محمد الأمين;;SD;press;;",
)


SHORT = "external_id;given_name;family_name;name_native;organisation"


def visitors(wanted: ListToImport) -> ListToImport:
    """The same list, all of whose people are visitors."""
    return replace(wanted, fixed={"category": "visitor"})


@pytest.fixture
def write(tmp_path):
    def write(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> ListToImport:
        path = tmp_path / "list.csv"
        path.write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))
        return ListToImport(path)

    return write


def person(desk, external_id: str):
    found = by_external_id(desk.database.connection, "list", external_id)
    assert found is not None
    return found


def rights(desk, external_id: str) -> str:
    return write_rights(load_rights(desk.database.connection, person(desk, external_id).rights)).replace(
        "2025-11-", ""
    )


def reasons(report) -> list[tuple[int, str, str, str | None]]:
    return [(p.line, p.column, p.value, p.nearest) for p in report.problems]


def staged(desk) -> int:
    return desk.database.connection.execute("SELECT count(*) FROM change").get


def test_each_row_becomes_a_holder_with_an_accreditation(desk, write):
    report = import_list(desk, write(*ROWS), quiet)
    assert (report.new, report.updated, report.unchanged, report.refused) == (3, 0, 0, 0)
    assert report.rows == 3
    ba, yilmaz, amin = (person(desk, external_id) for external_id in ("E1", "E2", "E3"))
    assert (ba.holder.name, ba.holder.organisation, ba.holder.country) == (
        "Aïssata Ba",
        "Société Sahel",
        "ML",
    )
    assert (ba.category, ba.status, ba.source) == ("exhibitor", AccreditationStatus.ACTIVE, "list")
    assert yilmaz.holder.family_name == "Yılmaz"
    assert rights(desk, "E2") == "11 HALL;12 HALL;13 VIP"
    assert amin.holder.name_native == "محمد الأمين"
    assert amin.status is AccreditationStatus.PENDING, "security approves the press"
    assert len({p.holder.subject for p in (ba, yilmaz, amin)}) == 3
    assert all(len(p.holder.subject) == 16 for p in (ba, yilmaz, amin))


def test_one_record_tells_of_the_import(desk, write):
    wanted = write(*ROWS, "E4;;;;;;exhibitor;;")
    import_list(desk, wanted, quiet)
    record = desk.records()[-1]
    assert record.act.kind is Kind.IMPORT
    assert record.act.operator == "cli:aminata"
    assert record.act.list_version == 0  # of the list as it was: nothing of the import is folded yet
    assert list_version(desk.database.connection) == 3
    assert record.act.policy_version == 1
    detail = read_detail(record.act.detail)
    assert (detail["new"], detail["updated"], detail["refused"]) == (3, 0, 1)
    assert "Ba" not in json.dumps(dict(detail))
    assert [r.act.kind for r in desk.records()] == [Kind.LIFE, Kind.IMPORT]


def test_a_dry_run_says_the_same_and_changes_nothing(desk, write):
    wanted = write(*ROWS, "E4;;Sow;;;ZZ;visiteur;;")
    before = desk.database.path.read_bytes()
    promised = check_list(desk, wanted, quiet)
    assert desk.database.path.read_bytes() == before
    assert staged(desk) == 0
    assert len(desk.records()) == 1
    done = import_list(desk, wanted, quiet)
    assert done == promised


def test_all_problems_come_in_one_pass_and_good_rows_are_kept(desk, write):
    report = import_list(
        desk,
        write(
            "E1;Awa;Sy;;;ML;exposantt;;",
            "E2;Bakary;Ly;;;Malii;exhibitor;HAL;15",
            "E3;;;;;;visitor;;",
            "E4;Oumou;Dia;;;ML;visitor;;",
            "E4;Oumou;Dia;;;ML;visitor;;",
            "E5;Ali;Keïta;;;ML;visitor;VIP:11;;;;",
            "E6;Ali;Keïta;;;ML;visitor;HALL;;;;stray",
        ),
        quiet,
    )
    assert (report.new, report.refused) == (1, 6)
    assert reasons(report) == [
        (2, "category", "exposantt", "Exposant"),
        (3, "days", "15", None),
        (3, "zones", "HAL", "HALL"),
        (4, "family_name", "", None),
        (6, "external_id", "E4", None),
        (7, "zones", "VIP:11", None),
        (8, "", "", None),
    ]
    assert (
        str(report.problems[0])
        == 'line 2, category "exposantt": there is no such category (did you mean "Exposant"?)'
    )
    assert person(desk, "E4").holder.family_name == "Dia"


def test_importing_again_changes_nothing(desk, write):
    import_list(desk, write(*ROWS), quiet)
    before = staged(desk)
    report = import_list(desk, write(*ROWS), quiet)
    assert (report.new, report.updated, report.unchanged) == (0, 0, 3)
    assert staged(desk) == before
    assert count(desk.database.connection) == 3


def test_importing_again_updates_what_the_list_has_and_leaves_the_rest(desk, write):
    import_list(desk, write(*ROWS), quiet)
    head = "external_id;given_name;family_name;category;zones"
    report = import_list(
        desk, write("E1;Aïssata;Bâ;exhibitor;HALL", "E9;Fanta;Touré;visitor;", head=head), quiet
    )
    assert (report.new, report.updated, report.unchanged) == (1, 1, 0)
    ba = person(desk, "E1")
    assert ba.holder.family_name == "Bâ"
    assert ba.holder.organisation == "Société Sahel", "the new list has no such column"
    assert rights(desk, "E1") == "11 HALL;12 HALL"
    assert [ba.holder.n] == search.find(desk.database.connection, "aissata ba", 5)
    edits = desk.database.connection.execute(
        "SELECT field, old, new FROM change WHERE field = 'family_name'"
    ).fetchall()
    assert edits == [("family_name", "Ba", "Bâ")]


def test_validity_and_photos_are_updated_where_the_list_has_them(desk, write, tmp_path):
    head = HEAD + ";valid_from;valid_until;photo"
    wanted = write("E1;Awa;Sy;;;;visitor;;;2025-11-11;2025-11-12;a.jpg", head=head)
    import_list(desk, wanted, quiet)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"Awa")
    write("E1;Awa;Sy;;;;visitor;;;2025-11-12;;a.jpg", head=head)
    photos = PhotoFolder(tmp_path / "photos", lambda raw: raw)
    report = import_list(desk, ListToImport(wanted.path, photos=photos), quiet)
    assert report.updated == 1
    awa = person(desk, "E1")
    assert str(awa.valid_from) == "2025-11-12 00:00:00+00:00"
    assert awa.valid_until is None
    assert load_photo(desk.photos.connection, awa.holder.photo) == b"Awa"


def test_a_list_lifts_no_status_and_a_category_to_approve_asks_again(desk, write):
    import_list(desk, write("E1;Awa;Sy;;;;exhibitor;;", "E2;Ba;Ly;;;;press;;"), quiet)
    import_list(desk, write("E1;Awa;Sy;;;;press;;", "E2;Ba;Ly;;;;exhibitor;;"), quiet)
    assert person(desk, "E1").status is AccreditationStatus.PENDING
    assert person(desk, "E2").status is AccreditationStatus.PENDING


def test_rows_without_an_id_are_new_unless_known_word_for_word(desk, write):
    rows = (";Awa;Sy;;;;visitor;;", ";Awa;Sy;;;;exhibitor;;", ";Awa;Sy;;;;visitor;;")
    report = import_list(desk, write(*rows), quiet)
    assert (report.new, report.unchanged) == (2, 1)
    again = import_list(desk, write(*rows, ";Awa;Ly;;;;visitor;;"), quiet)
    assert (again.new, again.unchanged) == (1, 3)
    assert any("without an id" in notice for notice in again.notices)


def test_two_sources_may_use_the_same_ids(desk, write):
    import_list(desk, write(*ROWS), quiet)
    wanted = write("E1;Kofi;Mensah;;;GH;visitor;;")
    report = import_list(desk, ListToImport(wanted.path, source="ghana"), quiet)
    assert report.new == 1
    assert person(desk, "E1").holder.family_name == "Ba"
    kofi = by_external_id(desk.database.connection, "ghana", "E1")
    assert kofi is not None
    assert kofi.holder.family_name == "Mensah"


def test_names_are_never_re_cased_and_unicode_is_composed(desk, write):
    import_list(desk, write("E1;İSMAİL;McDONALD de  la Tour;;Société\u00a0X;;visitor;;"), quiet)
    holder = person(desk, "E1").holder
    assert (holder.given_name, holder.family_name, holder.organisation) == (
        "İSMAİL",
        "McDONALD de la Tour",
        "Société X",
    )


@pytest.mark.parametrize("name", ["Traor?", "Zo?", "?mile", "Ke?ta", "A??a", "Yıldı? Ali", "Tra\ufffdr"])
@pytest.mark.parametrize("column", ["given_name", "family_name", "name_native"])
def test_a_name_that_lost_a_letter_is_refused(desk, write, name, column):
    cells = {"given_name": "Awa", "family_name": "Sy", "name_native": "", column: name}
    report = import_list(desk, write("E1;" + ";".join(cells.values()) + ";;;visitor;;"), quiet)
    assert (report.new, report.refused) == (0, 1)
    assert (report.problems[0].column, report.problems[0].value) == (column, name)


@pytest.mark.parametrize("value", ["#REF!", "#N/A", "#NAME?", "#VALEUR!", "#DIV/0!", "########"])
def test_what_a_spreadsheet_writes_for_no_value_is_no_name(desk, write, value):
    rows = (f"E1;Awa;{value}", f"E2;Awa;Sy;;{value}", "E3;Awa;Ly;;Bloc #4")
    report = import_list(desk, visitors(write(*rows, head=SHORT)), quiet)
    assert (report.new, report.refused) == (2, 1)
    assert [(p.line, p.column) for p in report.problems] == [(2, "family_name")]
    assert len(report.notices) == 1
    assert person(desk, "E2").holder.organisation == ""
    assert person(desk, "E3").holder.organisation == "Bloc #4"


def test_a_name_that_programs_write_for_no_value_is_noted_and_two_of_them_are_refused(desk, write):
    rows = ("E1;Awa;Null", "E2;NULL;NULL", "E3;N/A;Sy", "E4;;null")
    report = import_list(desk, visitors(write(*rows, head=SHORT)), quiet)
    assert (report.new, report.refused) == (1, 3)
    assert report.notices == ('line 2, family_name "Null": programs write this for no value; a name too',)
    assert {problem.line for problem in report.problems} == {3, 4, 5}


def test_a_question_mark_elsewhere_is_noted_where_letters_stand_around_it_and_kept(desk, write):
    rows = (f"E{n};Awa;Sy;;{name}" for n, name in enumerate(("Soci?t? X", "Qui ?", "Caf?s")))
    report = import_list(desk, visitors(write(*rows, head=SHORT)), quiet)
    assert (report.new, report.refused) == (3, 0)
    assert report.notices == (
        'line 2, organisation "Soci?t? X": a question mark stands where a letter may be lost',
        'line 4, organisation "Caf?s": a question mark stands where a letter may be lost',
    )


@pytest.mark.parametrize("text", ["Ba\x00", "Ba\u202emas", "\x1b[31mBa"])
def test_characters_that_print_nothing_refuse_their_row(desk, write, text):
    report = import_list(desk, write(f"E1;Awa;{text};;;;visitor;;", "E2;Awa;Sy;;;;visitor;;"), quiet)
    assert (report.new, report.refused) == (1, 1)
    assert report.problems[0].column == "family_name"
    assert report.problems[0].value.isprintable()


def test_a_name_with_a_newline_stays_on_one_line(desk, write):
    report = import_list(desk, write('E1;"Awa\nlog: granted";Sy;;;;visitor;;', "E2;x;Ly;;;;nobody;;"), quiet)
    assert person(desk, "E1").holder.given_name == "Awa log: granted"
    assert report.problems[0].line == 4, "the row before has two lines"


def test_persian_keeps_its_joiners(desk, write):
    import_list(desk, write("E1;Ali;Karimi;علی\u200cرضا;;IR;visitor;;"), quiet)
    assert person(desk, "E1").holder.name_native == "علی\u200cرضا"


def test_dates_validity_languages_and_countries_are_kept_in_one_form(desk, write):
    head = HEAD + ";valid_from;valid_until;birth_date;language;nationality"
    import_list(
        desk,
        write(
            "E1;Awa;Sy;;;Türkiye;visitor;;;2025-11-12;2025-11-12;31/12/1980;Français;Côte d'Ivoire",
            "E2;Awa;Ly;;;bfa;visitor;;;2025-11-12T08:30;;;EN;burkina faso",
            "E3;Awa;Ba;;;ML;visitor;;;2025-11-13;2025-11-12;2031-01-01;klingon;Atlantis",
            head=head,
        ),
        quiet,
    )
    sy, ly = person(desk, "E1"), person(desk, "E2")
    assert (sy.holder.country, sy.holder.nationality, sy.holder.language) == ("TR", "CI", "fr")
    assert sy.holder.birth_date == "1980-12-31"
    assert [str(at) for at in (sy.valid_from, sy.valid_until)] == [
        "2025-11-12 00:00:00+00:00",
        "2025-11-13 00:00:00+00:00",
    ]
    assert (ly.holder.country, ly.holder.nationality, ly.holder.language) == ("BF", "BF", "en")
    assert str(ly.valid_from) == "2025-11-12 08:30:00+00:00"
    assert ly.valid_until is None


def test_a_country_and_a_language_of_the_same_letters_are_not_mixed_up(desk, write):
    head = HEAD + ";language"
    import_list(desk, write("E1;Awa;Sy;;;FR;visitor;;;fr", "E2;Awa;Ly;;;fr;visitor;;;FR", head=head), quiet)
    for external_id in ("E1", "E2"):
        holder = person(desk, external_id).holder
        assert (holder.country, holder.language) == ("FR", "fr")


def test_wrong_dates_languages_and_countries_are_named(desk, write):
    head = HEAD + ";valid_from;valid_until;birth_date;language;nationality"
    row = "E3;Awa;Ba;;;ML;visitor;;;2025-11-13;2025-11-12;2031-01-01;anglaiss;Atlantiss"
    report = import_list(desk, write(row, "E4;A;B;;;;visitor;;;x;;y;;", head=head), quiet)
    assert [(p.line, p.column) for p in report.problems] == [(2, "valid_until"), (3, "valid_from")]
    assert [notice.split('"')[0] for notice in report.notices] == [
        "line 2, nationality ",
        "line 2, language ",
        "line 2, birth_date ",
        "line 3, birth_date ",
    ]
    assert 'did you mean "anglais"?' in report.notices[1]


def test_an_optional_cell_that_is_not_understood_costs_nobody_the_badge(desk, write):
    head = "external_id;given_name;family_name;category;country;nationality;birth_date;language"
    report = import_list(desk, write("E1;Awa;Sy;visitor;Kosovo;Atlantis;vers 1965;klingon", head=head), quiet)
    assert (report.new, report.refused) == (1, 0)
    holder = person(desk, "E1").holder
    assert (holder.country, holder.nationality, holder.birth_date, holder.language) == ("", "", "", "")
    assert len(report.notices) == 4


def test_dates_of_which_some_can_only_be_month_first_are_said(desk, write):
    head = "external_id;family_name;category;birth_date"
    dates = {"A": "12/31/1980", "B": "03/04/1980", "C": "11/25/1975", "D": "05/06/1980"}
    rows = (f"{one};{one};visitor;{written}" for one, written in dates.items())
    report = import_list(desk, write(*rows, head=head), quiet)
    assert person(desk, "A").holder.birth_date == "1980-12-31"
    assert person(desk, "B").holder.birth_date == "1980-04-03"
    (said,) = report.notices
    assert "line 2 can only be month first, but line 3 and 1 more" in said


def test_photos_are_kept_before_they_are_named_and_what_fails_is_a_notice(desk, write, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "Awa.JPG").write_bytes(b"picture of Awa")
    (folder / "E2.png").write_bytes(b"picture of E2")
    (folder / "bad.jpg").write_bytes(b"GIF")
    wanted = write(
        "E1;Awa;Sy;;;;visitor;;;awa.jpg",
        "E2;Ba;Ly;;;;visitor;;;",
        "E3;Co;Ly;;;;visitor;;;bad.jpg",
        "E4;Do;Ly;;;;visitor;;;../../etc/passwd",
        "E5;Eo;Ly;;;;visitor;;;awb.jpg",
        head=HEAD + ";photo",
    )
    photos = PhotoFolder(folder, lambda raw: "a GIF" if raw == b"GIF" else b"clean " + raw)
    report = import_list(desk, ListToImport(wanted.path, photos=photos), quiet)
    assert report.new == 5
    taken = {p.external_id: p.holder.photo for p in everybody(desk.database.connection)}
    assert load_photo(desk.photos.connection, taken["E1"]) == b"clean picture of Awa"
    assert load_photo(desk.photos.connection, taken["E2"]) == b"clean picture of E2"
    assert taken["E3"] is taken["E4"] is taken["E5"] is None
    assert len(report.notices) == 3
    assert 'did you mean "Awa.JPG"?' in report.notices[2]
    again = import_list(desk, ListToImport(wanted.path), quiet)
    assert again.unchanged == 5, "a list without pictures takes none away"


def test_an_import_says_how_many_photos_it_has_taken_in(desk, write, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for nth in range(20):
        (folder / f"{nth}.jpg").write_bytes(b"%d" % nth)
    (folder / "list.txt").write_bytes(b"not in the list")
    told: list[tuple[str, int, int | None]] = []
    wanted = write(*(f"E{nth};Awa;Sy;;;;visitor;;;{nth}.jpg" for nth in range(20)), head=HEAD + ";photo")
    photos = PhotoFolder(folder, lambda raw: raw)
    import_list(desk, ListToImport(wanted.path, photos=photos), lambda *step: told.append(step))
    steps = [(done, total) for step, done, total in told if step == "photos"]
    assert steps == [*((done, 20) for done in range(1, 21)), (20, 20)]


def test_a_folder_of_photos_that_is_not_there_is_said(tmp_path):
    with pytest.raises(KioskError, match="there is no folder"):
        PhotoFolder(tmp_path / "nowhere", lambda raw: raw)


def test_progress_is_told_for_reading_and_applying(desk, write):
    told: list[tuple[str, int, int | None]] = []
    import_list(
        desk, write(*(f"E{i};Awa;Sy;;;;visitor;;" for i in range(1200))), lambda *step: told.append(step)
    )
    assert told[0][0] == "reading"
    assert ("reading", 1200, 1200) in told
    assert told[-1] == ("applying", 1200, 1200)


def test_interrupted_while_reading_it_leaves_nothing_behind(desk, write):
    def interrupt(step: str, done: int, _total: int | None) -> None:
        if step == "reading" and done >= 1000:
            raise KeyboardInterrupt

    wanted = write(*(f"E{i};Awa;Sy;;;;visitor;;" for i in range(3000)))
    with pytest.raises(KeyboardInterrupt):
        import_list(desk, wanted, interrupt)
    assert staged(desk) == 0
    assert count(desk.database.connection) == 0
    assert len(desk.records()) == 1
    assert resume(desk) == 0
    assert import_list(desk, wanted, quiet).new == 3000


def test_interrupted_while_applying_it_is_finished_at_the_next_start(desk, write):
    def interrupt(step: str, done: int, _total: int | None) -> None:
        if step == "applying" and done >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_list(desk, write(*(f"E{i};Awa;Sy;;;;visitor;;" for i in range(3000))), interrupt)
    assert 0 < count(desk.database.connection) < 3000
    assert resume(desk) == 1
    assert count(desk.database.connection) == 3000
    assert len({p.holder.n for p in everybody(desk.database.connection)}) == 3000
    assert len(search.find(desk.database.connection, "awa", 5000)) == 3000
    assert resume(desk) == 0
    assert [r.act.kind for r in desk.records()].count(Kind.IMPORT) == 1


def kill_while_staging(desk, wanted: ListToImport) -> None:
    """Leave behind what a command that was killed leaves: staged changes and nobody to clear them."""
    with desk.database.write() as connection:
        named = imports_store.ListName("list", wanted.path.name, bytes(32))
        batch = imports_store.begin(connection, b"an import of 16b", named, desk.clock.now())
        people = NewPeople(b"0123456789", 0, "[[1]]")
        last = stage_new(connection, Author(desk.life, "cli:aminata"), desk.clock.now(), people, batch.n)
        imports_store.beat(connection, batch, last, desk.clock.now())


def test_what_a_killed_command_staged_is_cleared_when_it_has_been_silent(desk, write):
    kill_while_staging(desk, write(*ROWS))
    assert resume(desk) == 0, "it may live yet"
    desk.clock.wait(SILENCE + timedelta(seconds=1))
    assert resume(desk) == 1
    assert staged(desk) == 0
    assert count(desk.database.connection) == 0


def test_of_two_imports_at_once_the_second_is_told_to_run_again(desk, write, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(f"{HEAD}\nE1;Fanta;Touré;;;;visitor;;\n", encoding="utf-8")

    def meanwhile(step: str, _done: int, _total: int | None) -> None:
        if step == "reading" and not count(desk.database.connection):
            import_list(desk, ListToImport(other), quiet)

    with pytest.raises(StoreError, match="another import"):
        import_list(desk, write(*ROWS), meanwhile)
    assert [p.holder.family_name for p in everybody(desk.database.connection)] == ["Touré"]


def test_people_changed_at_the_desk_meanwhile_are_not_lost(desk, write):
    import_list(desk, write(*ROWS), quiet)
    import_list(desk, write("E1;Aïssata;Ba;;Nouvelle Société;ML;exhibitor;;"), quiet)
    rows = desk.database.connection.execute(
        "SELECT field, old, new FROM change WHERE field <> '*'"
    ).fetchall()
    assert rows == [("organisation", "Société Sahel", "Nouvelle Société")]


def test_a_station_without_an_event_says_so(desk, write):
    desk.database.connection.execute("DELETE FROM event_document")
    with pytest.raises(KioskError, match="no event"):
        import_list(desk, write(*ROWS), quiet)


def test_no_transaction_of_an_import_is_long(desk, write):
    """The clock of this test ticks 1 ms a look: batches may grow to the most and no further."""
    told: list[int] = []
    import_list(
        desk,
        write(*(f"E{i};Awa;Sy;;;;visitor;;" for i in range(9000))),
        lambda step, done, _total: told.append(done) if step == "reading" else None,
    )
    steps = [after - before for before, after in pairwise(told)]
    assert max(steps) <= 2000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_lists_come_as_excel_makes_them(desk, tmp_path, encoding, delimiter):
    path = tmp_path / "liste.csv"
    lines = [
        "N°;Prénom;Nom;Société;Pays;Catégorie",
        '1;Zoé;Traoré;"Ets ""Ba"", Sy & Cie; Bamako";Mali;Exposant',
    ]
    text = "\n".join(lines)
    if delimiter != ";":
        cells = [
            ["N°", "Prénom", "Nom", "Société", "Pays", "Catégorie"],
            ["1", "Zoé", "Traoré", '"Ets ""Ba"", Sy & Cie; Bamako"', "Mali", "Exposant"],
        ]
        text = "\n".join(delimiter.join(row) for row in cells)
    path.write_bytes(text.encode(encoding))
    report = import_list(desk, ListToImport(path), quiet)
    assert report.new == 1
    holder = person(desk, "1").holder
    assert (holder.given_name, holder.family_name, holder.organisation) == (
        "Zoé",
        "Traoré",
        'Ets "Ba", Sy & Cie; Bamako',
    )
    assert report.encoding == encoding


def test_every_event_category_can_be_named_in_every_language(desk, write):
    names = [
        name
        for category in EVENT.categories
        for name in (category.id, *category.name.values(), category.letter)
    ]
    rows = [f"X{i};Awa;Sy;;;;{name.upper()};;" for i, name in enumerate(names)]
    report = import_list(desk, write(*rows), quiet)
    assert report.problems == ()
    assert report.new == len(names)


def test_what_is_the_same_for_all_is_said_once_and_wins_over_a_column(desk, write):
    fixed = {"category": "Presse", "delegation": "Mali"}
    wanted = replace(write("E1;Awa;Sy", head="external_id;given_name;family_name"), fixed=fixed)
    import_list(desk, wanted, quiet)
    awa = person(desk, "E1")
    assert (awa.category, awa.holder.delegation) == ("press", "Mali")
    wanted = write("E2;Ba;armoured vehicles", head="external_id;family_name;category")
    report = import_list(desk, visitors(wanted), quiet)
    assert (report.new, person(desk, "E2").category) == (1, "visitor")
    assert report.notices[0] == 'column "category" was passed over: --category says it for all'


def test_a_category_for_all_that_the_event_has_not_is_refused(desk, write):
    wanted = replace(
        write("E1;Awa;Sy", head="external_id;given_name;family_name"), fixed={"category": "pres"}
    )
    with pytest.raises(KioskError, match="no category") as caught:
        check_list(desk, wanted, quiet)
    assert '"press"' in caught.value.hint


@pytest.mark.parametrize("name", ["VISITORS", "Visiteurs", "Exposantes", "Katılımcılar"])
def test_a_category_may_stand_in_the_plural(desk, write, name):
    assert import_list(desk, write(f"E1;Awa;Sy;;;;{name};;"), quiet).new == 1


def test_what_is_like_no_category_is_answered_with_all_of_them(desk, write):
    report = check_list(desk, write("E1;Awa;Sy;;;;Wxyz;;"), quiet)
    assert "there are exhibitor, official, armed_forces" in report.problems[0].reason


def test_a_bom_alone_is_an_empty_list(desk, tmp_path):
    (tmp_path / "list.csv").write_bytes(codecs.BOM_UTF8)
    with pytest.raises(KioskError, match="is empty"):
        check_list(desk, ListToImport(Path(tmp_path / "list.csv")), quiet)
