"""The wheel as a stranger has it: in an environment of its own, in another folder, without the checkout.

`make wheel` builds `dist/` and runs this; `make tests` does not, for pip has to fetch what Kiosk needs.
"""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = ("config.toml", "badge_templates", "sample")
MORNING = ("--clock", "2025-11-11T09:00Z")
LIST = "Nom;Prénom;Catégorie\nKeïta;Aminata;exposant\nTraoré;Oumar;visiteur\n"
PICTURE = """
import pypdfium2
pypdfium2.PdfDocument("badges.pdf")[0].render(scale=1.5).to_pil().save("held-up.png")
"""


@dataclass(frozen=True)
class Stranger:
    """Somebody with the wheel alone."""

    folder: Path
    programs: Path

    def run(self, program, *words, language="C.UTF-8"):
        """Run a program of the new environment in the new folder; it must succeed. Return what it said."""
        unhelped = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(  # noqa: S603 - what was just installed
            [self.programs / program, *words],
            cwd=self.folder,
            env={**unhelped, "LC_ALL": language, "TMPDIR": str(self.folder / "temporary"), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{program} {' '.join(words)}: {done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def wheel():
    (built,) = (ROOT / "dist").glob("kiosk-*.whl")
    return built


@pytest.fixture(scope="module")
def stranger(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    (folder / "temporary").mkdir()
    new = Stranger(folder, programs)
    new.run("python", *install, "-c", str(ROOT / "constraints.txt"), str(wheel))
    return new


def shipped():
    """Return what git has of the folders that ship, by the path in the checkout."""
    command = ["git", "ls-files", "-z", *SHIPPED]
    listed = subprocess.run(  # noqa: S603
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name: (ROOT / name).read_bytes() for name in listed.stdout.split("\0") if name}


def test_what_ships_is_in_the_wheel_and_in_the_sdist_and_nothing_else(wheel):
    expected = shipped()
    assert {Path(name).parts[0] for name in expected} >= {"config.toml", "badge_templates"}
    with zipfile.ZipFile(wheel) as packed:
        inside = "kiosk/shipped/"
        found = {
            name.removeprefix(inside): packed.read(name)
            for name in packed.namelist()
            if name.startswith(inside)
        }
    assert found == expected
    (sdist,) = (ROOT / "dist").glob("kiosk-*.tar.gz")
    with tarfile.open(sdist) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert set(expected) <= names
    assert {"LICENSE", "README.md", "constraints.txt", "tests/wheel.py"} <= names


def test_nothing_of_the_checkout_is_seen(stranger):
    found = stranger.run("python", "-c", "import kiosk; print(kiosk.__file__)").strip()
    assert Path(found).is_relative_to(stranger.programs.parent)


def test_it_says_its_version_as_the_wheel_does(stranger, wheel):
    assert stranger.run("kiosk", "--version").split() == ["kiosk", wheel.name.split("-")[1]]


def test_the_words_of_each_language_came_along(stranger, wheel):
    with zipfile.ZipFile(wheel) as packed:
        words = [name for name in packed.namelist() if name.startswith("kiosk/locale/")]
    assert words == [f"kiosk/locale/{language}/LC_MESSAGES/kiosk.mo" for language in ("ar", "fr", "tr")]
    assert "Dire qui est à l'intérieur" in stranger.run("kiosk", "--help", language="fr_FR.UTF-8")
    assert "Kimin içeride olduğunu" in stranger.run("kiosk", "--help", language="tr_TR.UTF-8")


def test_a_list_becomes_badges_and_a_badge_opens_a_gate(stranger):
    stranger.run("kiosk", "init", "salon", "--demo", "--first-day", "2025-11-11", *MORNING)
    assert (stranger.folder / "salon" / "badge_templates" / "a6.toml").exists()
    (stranger.folder / "list.csv").write_text(LIST, encoding="utf-8")
    here = ("-C", "salon", *MORNING)
    assert "All 2 rows were taken" in stranger.run("kiosk", "import", "list.csv", *here)
    assert "2 badges on 2 pages" in stranger.run("kiosk", "badges", "print", "--out", "badges.pdf", *here)
    stranger.run("python", "-c", PICTURE)
    held = ("--direction", "in", "--source", "held-up.png", "--headless", "--json")
    scan = json.loads(stranger.run("kiosk", "gate", "A", *held, *here))
    assert (scan["decision"], scan["reason"]) == ("granted", None)
    assert "verdict: whole" in stranger.run("kiosk", "log", "verify", "-C", "salon")


def test_a_station_made_today_is_ready_once_its_keys_are_backed_up(stranger):
    stranger.run("kiosk", "init", "today")
    (stranger.folder / "secret.txt").write_text("cheval pile agrafe correct\n", encoding="utf-8")
    stranger.run("kiosk", "keys", "backup", "keys.txt", "--passphrase-file", "secret.txt", "-C", "today")
    assert "Ready" in stranger.run("kiosk", "doctor", "-C", "today")


def test_the_demonstration_goes_as_planned_and_leaves_nothing(stranger):
    assert "exit 4" in stranger.run("kiosk", "demo", "--people", "120")
    assert not list((stranger.folder / "temporary").iterdir())
