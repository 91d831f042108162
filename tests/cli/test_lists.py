# ruff: noqa: RUF001 - Turkish has a dotless i
import pytest
from commands import even, open_shop

from kiosk.bootstrap.opening import opened
from kiosk.domain.errors import KioskError
from kiosk.rehearsal.portrait import draw_portrait
from kiosk.store.people import count, everybody

HEAD = "id;prénom;nom;nom natif;société;catégorie;zones;jours;photo\n"
GOOD = (
    "E-1;Ayşegül;Yıldırım;;ASELSAN;exhibitor;;;\nE-2;Omar;Farouq;عمر الفاروق;Libye;official;HALL VIP:13;;\n"
)


@pytest.fixture
def shop(tmp_path):
    return open_shop(tmp_path)


def listed(shop):
    with opened(shop.folder) as found, found.station.database.read() as connection:
        return list(everybody(connection))


def test_a_good_list_is_taken_and_the_same_list_again_changes_nothing(shop):
    path = shop.write("list.csv", HEAD + GOOD)
    said = shop.says("import", path)
    assert "New Updated Unchanged Refused Rows" in said
    assert "2 0 0 0 2" in said
    assert "0 0 2 0 2" in shop.says("import", path)
    assert [person.holder.name_native for person in listed(shop)] == ["", "عمر الفاروق"]


def test_a_row_that_stands_twice_makes_the_closing_sentence_say_so(shop):
    said = shop.says("import", shop.write("list.csv", "nom;prénom;catégorie\n" + "Diallo;Awa;visitor\n" * 2))
    assert "line 3: Awa Diallo stands in line 2 too" in said
    assert "1 good row was kept; 1 was left out." in said
    assert "All" not in said


def test_a_dry_run_changes_nothing(shop):
    said = shop.says("import", shop.write("list.csv", HEAD + GOOD), "--dry-run")
    assert "2 0 0 0 2" in said
    assert "nothing was changed" in said
    assert listed(shop) == []


def test_every_problem_is_shown_with_its_place_and_the_good_rows_are_kept(shop):
    bad = "E-3;Aminata;Keïta;;ORTM;pres;;;\nE-4;;;;X;visitor;HAL;12;\n"
    result = shop.run("import", shop.write("list.csv", HEAD + GOOD + bad))
    said = even(result.stdout)
    assert result.exit_code == 1
    assert '4 category pres there is no such category. Did you mean "Press"?' in said
    assert '5 zones HAL there is no such zone. Did you mean "HALL"?' in said
    assert "5 family_name" in said
    assert "2 good rows were kept; 2 were refused." in said
    assert max(len(line) for line in result.stdout.splitlines() if "Correct" not in line) <= 80
    assert len(listed(shop)) == 2


def test_a_great_many_problems_are_all_written(shop):
    bad = "".join(f"E-{n};A;B;;X;nobody{n};;;\n" for n in range(600))
    result = shop.run("import", shop.write("list.csv", HEAD + bad))
    lines = [line for line in result.stdout.splitlines() if line.startswith("line ")]
    assert len(lines) == 600
    assert lines[-1].startswith('line 601, category "nobody599": there is no such category')


def test_the_same_problem_on_many_lines_is_one_line_with_their_number(shop):
    bad = "".join(f"E-{n};A;B;;X;{'visitor' if n % 2 else 'nobody'};;;\n" for n in range(2_700))
    result = shop.run("import", shop.write("list.csv", HEAD + bad))
    assert "2, 4 …" in result.stdout
    assert "(1,350" in result.stdout
    assert result.stdout.count("there is no such category") == 1
    assert max(len(line) for line in result.stdout.splitlines() if "Correct" not in line) <= 80


def test_what_stands_in_a_list_is_neither_markup_nor_a_command_to_the_terminal(shop):
    result = shop.run("import", shop.write("list.csv", HEAD + "E-1;A;B;;X;[red]\x1b[31m\u202e;;;\n"))
    assert "[red]" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


def test_a_header_that_nobody_would_guess_is_mapped(shop):
    path = shop.write("list.csv", "Zgmbl;catégorie\nTraoré;visitor\n")
    shop.says("import", path, "--map", "Zgmbl=nom")
    assert [person.holder.family_name for person in listed(shop)] == ["Traoré"]


@pytest.mark.parametrize(("mapping", "hint"), [("Zgmbl", "COL=FIELD"), ("Zgmbl=famly_name", "family_name")])
def test_a_mapping_that_means_nothing_is_refused(shop, mapping, hint):
    result = shop.run("import", shop.write("list.csv", HEAD + GOOD), "--map", mapping)
    assert isinstance(result.exception, KioskError)
    assert hint in result.exception.message + result.exception.hint


def test_photos_come_in_from_their_folder_and_a_bad_one_is_named(shop):
    pictures = shop.folder / "pictures"
    pictures.mkdir()
    (pictures / "a.jpg").write_bytes(draw_portrait(1))
    (pictures / "b.jpg").write_bytes(b"GIF89a")
    rows = "E-1;A;B;;X;visitor;;;a.jpg\nE-2;C;D;;X;visitor;;;b.jpg\n"
    path = shop.write("list.csv", HEAD + rows)
    rehearsed = shop.says("import", path, "--photos", str(pictures), "--dry-run")
    assert 'photo "b.jpg" was refused' in rehearsed
    assert "Rows Photos missing refused" in rehearsed
    assert "2 1 0 1" in rehearsed
    said = shop.says("import", path, "--photos", str(pictures))
    assert 'photo "b.jpg" was refused: this is a GIF' in said
    assert [person.holder.photo is not None for person in listed(shop)] == [True, False]


def test_a_list_that_is_not_there_is_an_error_and_nothing_changes(shop):
    result = shop.run("import", str(shop.folder / "nowhere.csv"))
    assert isinstance(result.exception, KioskError)
    with opened(shop.folder) as found, found.station.database.read() as connection:
        assert count(connection) == 0
