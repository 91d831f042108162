"""The language of the command line: the system's, from the environment alone."""
# ruff: noqa: RUF001 - Turkish has an i without a dot

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kiosk.cli.app import app
from kiosk.cli.usage import TEMPLATES, template_of
from kiosk.config.language import language_of, system_language


def run(*words, **settings):
    """Run a command in an environment with these settings alone of those of a language."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LANGUAGE", "LANG")}
    return subprocess.run(  # noqa: S603 - kiosk itself
        [sys.executable, "-m", "kiosk", *words],
        env={**kept, "PYTHONUTF8": "1", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def speak(*words, **settings):
    """Run a command; return what it said, its white space evened."""
    done = run(*words, **settings)
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"LANG": "fr_ML.UTF-8"}, "fr"),
        ({"LANG": "tr_TR"}, "tr"),
        ({"LANG": "ar"}, "ar"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
        ({"LC_ALL": "C", "LANG": "fr_FR", "LANGUAGE": "fr"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "fr"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "tr_TR.UTF-8", "LANG": "fr_FR"}, "tr"),
        ({"LANG": "fr_FR", "LANGUAGE": "de:tr:fr"}, "tr"),
        ({"LANG": "de_DE", "LANGUAGE": "nl"}, "en"),
    ],
)
def test_the_system_says_its_language_as_it_does_to_gettext(settings, language):
    assert language_of(settings) == language


@pytest.mark.parametrize(
    ("named", "language"), [("French_France", "fr"), ("Turkish_Türkiye", "tr"), ("German_Germany", "en")]
)
def test_windows_names_languages_in_english(named, language):
    assert language_of({}, named) == language


def test_these_tests_run_in_english():
    assert system_language() == "en"


def test_help_is_in_the_language_of_the_system():
    said = speak("--help", LANG="fr_FR.UTF-8")
    assert "Dire qui est à l'intérieur, ou qui y était." in said
    assert "Afficher cette aide." in said
    assert "Commandes" in said
    assert "Say who" not in said
    said = speak("who", "--help", LANG="tr_TR.UTF-8")
    assert said.startswith("Kullanım: ")
    assert "Yalnız sayılar, adlar olmadan." in said


def test_each_paragraph_of_a_long_help_is_translated():
    said = speak("gate", "--help", LANG="fr_FR.UTF-8")
    assert "Ce qui est tapé est un code" in said
    assert "What is typed" not in said


@pytest.mark.parametrize(
    ("lang", "error", "hint"),
    [
        ("fr_FR.UTF-8", "kiosk : erreur : il n'y a pas de", "kiosk : que faire : aller dans le dossier"),
        ("ar_EG.UTF-8", "kiosk : erreur : il n'y a pas de", "kiosk : que faire : aller dans le dossier"),
        ("tr_TR.UTF-8", "kiosk: hata:", "kiosk: öneri: istasyonun klasörüne gidin"),
        ("C.UTF-8", "kiosk: error: there is no", "kiosk: hint: go to the station's folder"),
    ],
)
def test_errors_and_what_to_do_are_in_the_language_of_the_system(tmp_path, lang, error, hint):
    said = speak("who", "-C", str(tmp_path / "nowhere"), LANG=lang)
    assert error in said
    assert hint in said


WRONG = (
    "people find", "check a", "log tail -n x", "log tail -n 0", "gate A --direction up", "peple", "zzzzzz",
    "who --zon", "who --xyz", "who a", "who --zone", "who --totals=1", "init --first-day x",
    "badges handover",
)  # fmt: skip


def test_what_typer_says_of_wrong_usage_is_known_by_its_own_words():
    said = [CliRunner().invoke(app, words.split()).stderr.splitlines()[-1] for words in WRONG]
    found = [template_of(line.removeprefix("Error: ")) for line in said]
    found += [template_of(line.rpartition(": ")[2]) for line in said if "Invalid value for" in line]
    known = {template for template in found if template}
    assert known <= set(TEMPLATES)
    assert len(set(TEMPLATES) - known) <= 1  # the oldest Typer allowed says one of them in another way


def test_wrong_usage_is_told_in_the_language_of_the_system():
    said = speak("log", "tail", "-n", "0", LANG="fr_FR.UTF-8")
    assert said.startswith("Usage : ")
    assert "log tail --help »." in said
    assert said.endswith("Erreur : Valeur incorrecte pour '-n' : 0 n'est pas dans l'intervalle x>=1.")
    said = speak("badges", "handover", LANG="tr_TR.UTF-8")
    assert said.endswith("Hata: Geçersiz değer: kartları adlandırın ya da seçin, örneğin --delegation Mali")


def test_a_group_alone_explains_itself_and_wrong_usage_exits_with_two():
    done = run("badges", LANG="fr_FR.UTF-8")
    assert done.returncode == 2
    assert "Cancel badges" not in done.stderr
    assert "Annuler des badges" in done.stderr
    assert run("who", "--xyz", LANG="fr_FR.UTF-8").returncode == 2


def test_lists_and_check_ups_are_told_in_the_language_of_the_system(tmp_path):
    home = str(tmp_path / "poste")
    assert "Ce poste comprend :" in speak("init", home, "--sample", "one-day", LANG="fr_FR.UTF-8")
    said = speak("doctor", "-C", home, LANG="fr_FR.UTF-8")
    assert "les clés n'ont jamais été sauvegardées" in said
    assert "1 erreur à corriger" in said
    people = tmp_path / "liste.csv"
    people.write_text("Nom;Prénom;Catégorie\nKeïta;Aminata;visiteur\nTraoré;;inconnue\n", encoding="utf-8")
    said = speak("import", str(people), "-C", home, LANG="fr_FR.UTF-8")
    assert "il n'y a pas de catégorie de ce nom" in said
    assert "1 bonne ligne a été gardée ; 1 a été refusée." in said
    said = speak("log", "verify", "-C", home, LANG="tr_TR.UTF-8")
    assert "sonuç: eksiksiz" in said
    assert "records" not in said


def test_a_command_loads_no_babel():
    script = "import sys; from kiosk.cli.app import report; from kiosk.domain.errors import KioskError as E\n"
    script += "report(E('there is no {path}', path='x')); print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - Python itself
        [sys.executable, "-c", script],
        env={**os.environ, "LC_ALL": "fr_FR.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "il n'y a pas de x" in done.stderr
    assert "gettext" in done.stdout.split()
    assert "babel" not in done.stdout.split()
