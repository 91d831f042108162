# ruff: noqa: RUF001 - Turkish has a dotless i, French an apostrophe
"""Lists as they really come: damaged, huge, mislabelled, with titles above and strange columns."""

import tracemalloc

import pytest
from registration import quiet

from kiosk.domain.errors import KioskError
from kiosk.service.lists.columns import COLUMNS, column_of
from kiosk.service.lists.csv_file import open_list
from kiosk.service.lists.importing import ListToImport, check_list, import_list


@pytest.mark.parametrize("column", COLUMNS)
def test_our_own_names_are_known_however_they_are_written(column):
    assert column_of(column) == column
    assert column_of(column.upper().replace("_", " ")) == column
    assert column_of(f" {column.replace('_', '-').title()} ") == column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Prénom", "given_name"),
        ("NOM DE FAMILLE", "family_name"),
        ("Soyadı", "family_name"),
        ("Ülke", "country"),
        ("Catégorie", "category"),
        ("Date de naissance", "birth_date"),
        ("Jours", "days"),
        ("Zone(s) d'accès", "zones"),
        ("E-Mail", "email"),
        ("N° de pièce", "id_document"),
        ("Horoscope", None),
        ("", None),
    ],
)
def test_headers_are_known_in_french_english_and_turkish(header, column):
    assert column_of(header) == column


@pytest.mark.parametrize(
    ("content", "says", "hint"),
    [
        (b"", "is empty", "another"),
        (b"\n\n  \n", "is empty", "another"),
        (b"PK\x03\x04whatever", "an Excel workbook", "CSV UTF-8"),
        (b"%PDF-1.7", "a PDF", "CSV UTF-8"),
        (b"\x00\x01\x02", "not a text file", "CSV UTF-8"),
        (b"hello world\nhow are you\n", "no line that names the columns", "external_id;family_name"),
        (b"external_id;category\n1;visitor\n", "no column for names", "--map"),
        (b"external_id;family_name;given_name\n1;Ba;Awa\n", "no column for the category", "--map"),
    ],
)
def test_what_is_no_list_is_refused_with_a_hint(write, content, says, hint):
    with pytest.raises(KioskError) as caught:
        open_list(write(content))
    assert says in caught.value.message
    assert hint in caught.value.hint


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(KioskError, match="cannot be read"):
        open_list(tmp_path / "nowhere.csv")


def test_a_directory_is_no_list(tmp_path):
    with pytest.raises(KioskError, match="cannot be read"):
        open_list(tmp_path)


def test_titles_above_the_head_and_the_line_that_excel_adds_are_passed_over(desk, write):
    text = "sep=;\nListe des exposants\n\nAccréditations 2025;;\nNom;Prénom;Catégorie\nBa;Awa;visiteur\n"
    report = import_list(desk, ListToImport(write(text.encode())), quiet)
    assert report.new == 1


def test_unknown_and_doubled_columns_are_notices(desk, write):
    text = (
        "family_name;nom;categry;category;telefone;tel;portable\nBa;BA;y;visitor;z;70;71\nSy;;;visitor;;;\n"
    )
    report = check_list(desk, ListToImport(write(text.encode())), quiet)
    assert report.new == 2
    assert report.notices == (
        'column "nom" was passed over: "family_name" is family_name already',
        'column "categry" is not known and was passed over; did you mean "category"?',
        'column "telefone" is not known and was passed over; did you mean "phone"?',
        'column "portable" was passed over: "tel" is phone already',
    )


def names(desk):
    query = "SELECT given_name, family_name FROM holder ORDER BY n"
    return desk.database.connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("head", "row", "name"),
    [
        ("Name,Surname,Category", "Ana,Roe,visitor", ("Ana", "Roe")),
        ("Surname,Name,Category", "Roe,Ana,visitor", ("Ana", "Roe")),
        ("name ,lastname ,category", "ana,roe,visitor", ("ana", "roe")),
        ("Name,Soyadı,Category", "Ana,Roe,visitor", ("Ana", "Roe")),
        ("name,first_name,last_name,category", "Ana Roe,Ana,Roe,visitor", ("Ana", "Roe")),
        ("First name,Name,Category", "Ana,Roe,visitor", ("Ana", "Roe")),
        ("Nom,Prénom,Category", "Roe,Ana,visitor", ("Ana", "Roe")),
        ("Name,Category", "Ana Roe,visitor", ("", "Ana Roe")),
        ("Nom,Category", "Ana Roe,visitor", ("", "Ana Roe")),
    ],
)
def test_a_column_called_name_means_what_the_others_leave_to_it(desk, write, head, row, name):
    import_list(desk, ListToImport(write(f"{head}\n{row}\n".encode())), quiet)
    assert names(desk) == [name]


@pytest.mark.parametrize(
    ("head", "row", "hint"),
    [
        ("Nom;Nom de famille;Prénom;Catégorie", "Doe;Roe;Ana;visitor", "Nom de famille=family_name"),
        ("Société;Organisme;Nom;Catégorie", "X;Y;Roe;visitor", "Organisme=organisation"),
        ("Société;Organisme;Nom;Catégorie", ";Y;Roe;visitor", "Organisme=organisation"),
        ("Nom d’usage;Nom de naissance;Prénom;Catégorie", "Roe;Doe;Ana;visitor", "Nom d’usage=family_name"),
        ("Ad;Kızlık soyadı;Kategori", "Ana;Roe;visitor", "Kızlık soyadı=family_name"),
        ("Birth name,First name,Category", "Roe,Ana,visitor", "Birth name=family_name"),
        ("Nom;Prénom usuel;Catégorie", "Roe;Ana;visitor", "Prénom usuel=given_name"),
    ],
)
def test_where_part_of_a_name_or_a_second_value_would_be_lost_the_import_asks(desk, write, head, row, hint):
    path = write(f"{head}\n{';' * head.count(';')}\n{row}\n".encode())
    with pytest.raises(KioskError) as caught:
        import_list(desk, ListToImport(path), quiet)
    assert f'--map "{hint}"' in caught.value.hint
    header, field = hint.split("=")
    renamed = {header: field}
    if "naissance" in head:
        renamed["Nom de naissance"] = "-"
    assert import_list(desk, ListToImport(path, renamed=renamed), quiet).new == 1


def test_a_column_may_be_left_out_and_an_empty_one_asks_nothing(desk, write):
    path = write("Nom de naissance;Prénom;Catégorie\nDoe;Ana;visitor\n".encode())
    assert import_list(desk, ListToImport(path, renamed={"Nom de naissance": "-"}), quiet).new == 1
    assert names(desk) == [("Ana", "")]
    path = write("Nom de naissance;Économie;Nombre;Prénom;Catégorie\n;1;2;Bob;visitor\n".encode())
    assert import_list(desk, ListToImport(path), quiet).new == 1


def test_a_header_that_nobody_would_guess_can_be_mapped(desk, write):
    path = write(b"Wer;Was;nom\nBa;visitor;Sy\n")
    report = import_list(desk, ListToImport(path, renamed={"Wer": "family_name", "Was": "category"}), quiet)
    assert report.new == 1
    assert desk.database.connection.execute("SELECT family_name FROM holder").get == "Ba"
    with pytest.raises(KioskError, match="no column categori"):
        open_list(path, {"Was": "categori"})
    assert (
        'no column "Werr"; did you mean "Wer"?'
        in open_list(path, {"Wer": "family_name", "Was": "category", "Werr": "host"}).notices[0]
    )


def test_utf_8_with_a_broken_byte_stays_utf_8_and_loses_one_row(desk, write):
    good = "".join(f"{i};Traoré;Aïssata;visitor\n" for i in range(20))
    content = ("id;nom;prénom;catégorie\n" + good).encode() + b"99;Keb\xe9;Awa;visitor\n"
    report = import_list(desk, ListToImport(write(content)), quiet)
    assert report.encoding == "utf-8"
    assert (report.new, report.refused) == (20, 1)
    assert (report.problems[0].line, report.problems[0].column) == (22, "family_name")


def test_a_file_of_windows_with_few_accents_is_read_as_such(desk, write):
    report = import_list(
        desk, ListToImport(write("id;nom;prénom;catégorie\n1;Traoré;Zoé;visitor\n".encode("cp1252"))), quiet
    )
    assert report.encoding == "cp1252"
    assert desk.database.connection.execute("SELECT family_name FROM holder").get == "Traoré"


def test_a_byte_that_windows_does_not_know_refuses_its_row(desk, write):
    report = import_list(
        desk, ListToImport(write(b"id;nom;cat\xe9gorie\n1;Ba\x81;visitor\n2;Sy;visitor\n")), quiet
    )
    assert (report.new, report.refused) == (1, 1)


def test_a_cell_of_many_megabytes_costs_its_row_and_little_memory(desk, tmp_path):
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.write(b"id;nom;category\n1;Ba;visitor\n2;")
        for _ in range(20):
            file.write(b"x" * 1_000_000)
        file.write(b";visitor\n3;Sy;visitor\n")
    tracemalloc.start()
    report = import_list(desk, ListToImport(path), quiet)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.new, report.refused) == (2, 1)
    assert report.problems[0].line == 3
    assert peak < 12_000_000


def test_a_quotation_mark_that_never_closes_is_reported_where_it_opens(desk, write):
    rows = "".join(f"{i};Ba;visitor\n" for i in range(20_000))
    report = import_list(desk, ListToImport(write(f'id;nom;category\na;"Sy;visitor\n{rows}'.encode())), quiet)
    assert report.problems[0].line == 2
    assert "quotation mark" in report.problems[0].reason
    assert (report.new, report.refused) == (20_000, 1)


def test_where_cells_have_several_lines_rows_and_lines_are_compared(desk, write):
    text = 'nom;category;notes\nBa;visitor;"one\ntwo"\nSy;visitor;\nLy;visitor;"a\n\nb"\n'
    report = check_list(desk, ListToImport(write(text.encode())), quiet)
    assert report.new == 3
    assert report.notices == ("some cells have several lines, as in lines 2-3, 5-7 (3 lines more than rows)",)


def test_a_cell_that_is_too_long_for_a_badge_is_refused(desk, write):
    report = import_list(desk, ListToImport(write(f"nom;category\n{'x' * 301};visitor\n".encode())), quiet)
    assert "301 characters" in report.problems[0].reason
    assert len(report.problems[0].value) == 60


def test_rows_with_too_few_cells_and_blank_rows_are_no_fault(desk, write):
    report = import_list(
        desk, ListToImport(write(b"nom;category;notes\nBa;visitor\n\n;;\nSy;visitor;x\n")), quiet
    )
    assert (report.new, report.refused) == (2, 0)


def test_memory_does_not_grow_with_the_list(desk, tmp_path):
    def peak_of(rows: int) -> int:
        path = tmp_path / f"{rows}.csv"
        lines = (f"{i};Traoré{i % 97};Awa;visitor;Société {i % 50}" for i in range(rows))
        path.write_text("\n".join(["id;nom;prénom;catégorie;société", *lines]), encoding="utf-8")
        tracemalloc.start()
        check_list(desk, ListToImport(path), quiet)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    small, large = peak_of(3_000), peak_of(12_000)
    assert large - small < 9_000 * 200  # what is kept of a row is the hash of its id, and its line
