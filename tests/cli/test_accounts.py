"""`kiosk accounts`, as it is typed."""

import re

import pytest
from commands import open_shop

CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")


@pytest.fixture
def shop(tmp_path):
    return open_shop(tmp_path)


def test_an_account_is_made_listed_changed_and_stopped(shop):
    assert "There is no account yet" in shop.says("accounts", "list")
    assert CODE.search(shop.says("accounts", "add", "fatou", "desk", "gate", "--language", "en"))
    assert "fatou desk, gate en code not used yet" in shop.says("accounts", "list")
    assert shop.says("accounts", "roles", "Fatou", "security") == "fatou: security"
    assert "is stopped" in shop.says("accounts", "stop", "fatou")
    assert "fatou security en stopped" in shop.says("accounts", "list")
    assert "may log in again" in shop.says("accounts", "resume", "fatou")


def test_checklist_05_reset_makes_a_setup_code_and_the_journal_says_so(shop):
    first, second = (CODE.search(shop.says("accounts", "reset"))[0] for _ in range(2))
    assert first != second
    assert "account: code" in shop.says("log", "tail", "-n", "1")


def test_reset_of_an_account_makes_a_code_for_its_owner(shop):
    shop.says("accounts", "add", "fatou", "desk")
    said = shop.says("accounts", "reset", "fatou")
    assert "work no more" in said
    assert CODE.search(said)


def test_a_sheet_makes_accounts_and_their_cards(shop):
    sheet = shop.write("team.csv", "nom;rôles;langue\nFatou;accueil;fr\nAyşe;KAPI, superviseur;tr\n")
    out = shop.folder / "cards.pdf"
    assert "2 accounts made" in shop.says("accounts", "import", sheet, "--cards", str(out))
    assert out.read_bytes().startswith(b"%PDF")
    assert "Ayşe gate, supervisor tr" in shop.says("accounts", "list")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "fatou", "dsk"), 'did you mean "desk"'),
        (("add", "amadou", "desk"), "is taken"),
        (("add", " ", "desk"), "is no name"),
        (("add", "x", "desk", "--language", "de"), "there is no language"),
        (("stop", "nobody"), "there is no account"),
        (("import", "nothing.csv", "--cards", "cards.pdf"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(shop, words, said, monkeypatch):
    monkeypatch.chdir(shop.folder)
    shop.says("accounts", "add", "Amadou", "gate")
    result = shop.run("accounts", *words)
    assert result.exit_code == 1
    assert said in f"{result.exception} {result.exception.hint}"
