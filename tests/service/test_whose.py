"""An id that a list names again is the same person only while something of the name is left."""

import pytest
from registration import quiet

from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import AccreditationStatus
from kiosk.service.lists.importing import ListToImport, check_list, import_list
from kiosk.service.lists.photo_folder import PhotoFolder
from kiosk.store.people import by_external_id, everybody


@pytest.fixture
def write(tmp_path):
    def write(name: str, *lines: str) -> ListToImport:
        path = tmp_path / name
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return ListToImport(path)

    return write


def names(desk) -> dict[str | None, str]:
    return {one.external_id: one.holder.name for one in everybody(desk.database.connection)}


HEAD = "{};nom;prénom;catégorie;délégation"
MALI = ("1;Sanou;Rita;visitor;Mali", "2;Touré;Ali;visitor;Mali", "3;Keïta;Awa;visitor;Mali")
TOGO = ("1;Weber;Karl;visitor;Togo", "2;Meyer;Lena;visitor;Togo", "4;Braun;Otto;visitor;Togo")


@pytest.mark.parametrize("header", ["N°", "No", "Num", "Ref", "id", "matricule"])
@pytest.mark.parametrize("act", [check_list, import_list])
def test_an_id_of_another_list_turns_nobody_into_somebody_else(desk, write, header, act):
    import_list(desk, write("mali.csv", HEAD.format(header), *MALI), quiet)
    report = act(desk, write("togo.csv", HEAD.format(header), *TOGO), quiet)
    assert {"1": "Rita Sanou", "2": "Ali Touré", "3": "Awa Keïta"}.items() <= names(desk).items()
    assert [p.line for p in report.problems[:2]] == [2, 3]
    assert "list 1 is Rita Sanou, here Karl Weber" in report.problems[0].reason
    assert "use --source togo" in report.problems[0].reason
    assert any("togo.csv is a new file" in notice and "mali.csv" in notice for notice in report.notices)


def test_new_row_numbers_of_a_foreign_list_are_held_back_and_its_own_source_takes_all(desk, write):
    import_list(desk, write("mali.csv", HEAD.format("N°"), *MALI), quiet)
    wanted = write("togo.csv", HEAD.format("N°"), *TOGO)
    report = import_list(desk, wanted, quiet)
    assert (report.new, report.refused) == (0, 3)
    assert "held back" in report.problems[2].reason
    report = import_list(desk, ListToImport(wanted.path, source="togo"), quiet)
    assert (report.new, report.refused) == (3, 0)
    assert len(list(everybody(desk.database.connection))) == 6


def test_row_numbers_and_one_common_word_make_nobody_the_same_person(desk, write):
    import_list(desk, write("mali.csv", HEAD.format("N°"), *MALI), quiet)
    foreign = ("1;Weber;Karl;visitor;Togo", "2;Touré;Kofi;visitor;Togo", "3;Meyer;Lena;visitor;Togo")
    report = import_list(desk, write("togo.csv", HEAD.format("N°"), *foreign), quiet)
    assert (report.updated, report.refused) == (0, 3)
    assert names(desk)["2"] == "Ali Touré"


def test_in_a_foreign_list_a_telephone_number_shows_that_a_changed_name_is_the_same_person(desk, write):
    head = "N°;nom;prénom;catégorie;téléphone"
    import_list(desk, write("a.csv", head, "1;Sanou;Rita;visitor;70", "2;Diallo;Fatou;visitor;71"), quiet)
    report = import_list(
        desk, write("b.csv", head, "1;Weber;Karl;visitor;80", "2;Touré;Fatou;visitor;71"), quiet
    )
    assert (report.updated, report.refused) == (1, 1)
    assert names(desk) == {"1": "Rita Sanou", "2": "Fatou Touré"}


@pytest.mark.parametrize(
    "row", ["1;Sanou;Rita Marie", "1;Kone;Rita", "1;Rita;Sanou", "1;SANU;Ritta", "1;;Rita"]
)
@pytest.mark.parametrize("header", ["N°", "id"])
def test_corrections_and_marriages_are_updates(desk, write, row, header):
    import_list(desk, write("mali.csv", HEAD.format(header), *MALI), quiet)
    report = import_list(
        desk, write("mali-2.csv", HEAD.format(header), f"{row};visitor;Mali", *MALI[1:]), quiet
    )
    assert (report.updated, report.unchanged, report.refused) == (1, 2, 0)


def test_native_names_that_a_second_list_brings_make_nobody_another_person(desk, write):
    import_list(desk, write("a.csv", "id;nom;prénom;catégorie", "1;Farouq;Omar;visitor"), quiet)
    report = import_list(desk, write("b.csv", "id;nom natif;catégorie", "1;عمر الفاروق;visitor"), quiet)
    assert report.updated == 1
    report = import_list(desk, write("b.csv", "id;nom natif;catégorie", "1;محمد الأمين;visitor"), quiet)
    assert report.refused == 1


def test_who_is_replaced_is_set_aside_with_the_photo_and_the_badge(desk, write, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"Rita")
    photos = PhotoFolder(tmp_path / "photos", lambda raw: raw)
    wanted = write("mali.csv", HEAD.format("N°"), *MALI)
    import_list(desk, ListToImport(wanted.path, photos=photos), quiet)
    rita = by_external_id(desk.database.connection, "list", "1")
    other = write("togo.csv", HEAD.format("N°"), *TOGO)
    replacing = ListToImport(other.path, may_replace=True)
    promised = check_list(desk, replacing, quiet)
    assert promised.notices[0] == "line 2: Karl Weber takes the place of Rita Sanou (list 1)"
    report = import_list(desk, replacing, quiet)
    assert promised == report
    assert (report.new, report.replaced, report.refused) == (3, 2, 0)
    karl = by_external_id(desk.database.connection, "list", "1")
    assert (karl.holder.name, karl.holder.photo) == ("Karl Weber", None)
    assert karl.holder.subject != rita.holder.subject, "the journal knows two people"
    before = next(one for one in everybody(desk.database.connection) if one.n == rita.n)
    assert (before.holder.name, before.external_id) == ("Rita Sanou", None)
    assert before.status is AccreditationStatus.SUSPENDED
    assert before.holder.photo is not None
    record = [one for one in desk.records() if one.act.kind is Kind.IMPORT][-1]
    assert read_detail(record.act.detail)["replaced"] == 2


def test_a_long_list_of_replacements_is_folded_in_any_number_of_steps(desk, write):
    def rows(name):
        return [f"E{n};{name}{n};;visitor;" for n in range(3_000)]

    import_list(desk, write("a.csv", HEAD.format("id"), *rows("Aaaa")), quiet)
    wanted = write("b.csv", HEAD.format("id"), *rows("Zzzz"))
    report = import_list(desk, ListToImport(wanted.path, may_replace=True), quiet)
    assert report.replaced == 3_000
    found = names(desk)
    assert len(found) == 3_001
    assert found["E7"] == "Zzzz7"
