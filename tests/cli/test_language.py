"""The language of the command line: the system's, from the environment alone."""
# ruff: noqa: RUF001 - Turkish has an i without a dot

import os
import subprocess
import sys

import pytest

from kiosk.config.language import language_of, system_language


def speak(*words, **settings):
    """Run a command in an environment with these settings; return what it said, its white space evened."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LANGUAGE", "LANG")}
    done = subprocess.run(  # noqa: S603 - kiosk itself
        [sys.executable, "-m", "kiosk", *words],
        env={**kept, "PYTHONUTF8": "1", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
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
