"""What an import says of people who may come twice, change, or do not come any more."""

import pytest
from registration import quiet

from kiosk.service.lists.importing import ListToImport, check_list, import_list

HEAD = "id;nom;prénom;organisation;téléphone;naissance;catégorie"


@pytest.fixture
def write(tmp_path):
    def write(*lines: str, head: str = HEAD) -> ListToImport:
        path = tmp_path / "list.csv"
        path.write_text("\n".join([head, *(f"{line};visitor" for line in lines), ""]), encoding="utf-8")
        return ListToImport(path)

    return write


@pytest.mark.parametrize(
    ("known", "comes"),
    [
        (";Sanou;Rita;Alpha;70000001;", ";SANOU;Rita;Alpha;70000001;"),
        (";Sanou;Rita;Alpha;;", ";Rita;Sanou;ALPHA;70000001;"),
        (";Sanou;Rita;Alpha;+223 70 00 00 01;", ";Sanou;Rita;Beta;70000001;"),
        ("7;Sanou;Rita;;;31/12/1980", "8;Sanou;Rita;Alpha;;1980-12-31"),
        (";Sanou;Rita;;;", ";sanou;Rita;Alpha;;"),
        ("00123;Sanou;Rita;Alpha;;", "123;Sanou;Rita;Beta;;"),
    ],
)
def test_a_new_row_that_may_be_somebody_on_the_list_is_noted(desk, write, known, comes):
    import_list(desk, write(known), quiet)
    report = check_list(desk, write(comes), quiet)
    assert report.new == 1
    assert report.notices[0].startswith("line 2: ")
    assert "on the list already" in report.notices[0]
    assert "no badge yet" in report.notices[0]


@pytest.mark.parametrize("comes", ["Rosa;Alpha;;", "Rita;Beta;80000009;", "Rita;Beta;;1990-01-01"])
def test_others_are_not_noted(desk, write, comes):
    import_list(desk, write(";Sanou;Rita;Alpha;70000001;1980-01-01"), quiet)
    assert check_list(desk, write(f";Sanou;{comes}"), quiet).notices == ()


def test_of_many_who_may_come_twice_some_are_named_and_the_others_counted(desk, write):
    import_list(desk, write(*(f"A{n};Sanou;Rita;Alpha;;" for n in range(3))), quiet)
    report = check_list(desk, write(*(f"B{n};Sanou;Rita;Alpha;;" for n in range(50))), quiet)
    assert sum("on the list already" in notice for notice in report.notices) == 10
    assert "people who may come twice: 40 more" in report.notices


def test_a_row_that_stands_twice_is_named_with_its_lines(desk, write):
    rows = (";Diallo;Mamadou;Garde;;", ";Diallo;Mamadou;Garde;;")
    report = import_list(desk, write(*rows), quiet)
    assert (report.new, report.unchanged, report.left_out) == (1, 1, 1)
    assert report.notices[0].startswith("line 3: Mamadou Diallo stands in line 2 too")
    again = import_list(desk, write(*rows), quiet)
    assert (again.new, again.unchanged, again.left_out) == (0, 2, 1)


def test_what_an_update_changes_and_who_is_missing_is_said_before_it_happens(desk, write):
    import_list(desk, write("A1;Sanou;Rita;Alpha;70000001;", "A2;Kone;Ali;Alpha;;", "A3;Ba;Awa;;;"), quiet)
    again = ("A1;Sanou;Rita;;;", "A3;Ba;Awa;;;")
    report = check_list(desk, write(*again), quiet)
    changed, missing = report.notices
    assert changed == 'line 2: Rita Sanou: organisation "Alpha" becomes ""; phone "70000001" becomes ""'
    assert missing.startswith('not in this list any more: Ali Kone (A2); of the source "list"')
    assert import_list(desk, write(*again), quiet) == report


def test_a_list_of_another_source_misses_nobody(desk, write):
    import_list(desk, write("A1;Sanou;Rita;Alpha;70000001;"), quiet)
    wanted = write("A1;Weber;Karl;;;")
    assert check_list(desk, ListToImport(wanted.path, source="togo"), quiet).notices == ()
