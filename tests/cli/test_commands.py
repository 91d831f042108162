import subprocess
import sys
from pathlib import Path

import pytest
import typer
from commands import open_shop
from typer.testing import CliRunner

import kiosk.cli
from kiosk.cli.app import GROUPS, ROOT, app
from kiosk.cli.commands import COMMANDS

HEAVY = {"cv2", "numpy", "PIL", "reportlab", "zxingcpp", "pyzbar", "qrcode", "pypdfium2", "uharfbuzz"}


def registered():
    """Every command that any module of the command line adds, once all of them are loaded."""
    for path in sorted(Path(kiosk.cli.__file__).parent.glob("[a-z]*.py")):
        __import__(f"kiosk.cli.{path.stem}")
    for name, group in GROUPS.items():
        for command in group.registered_commands:
            word = command.name or command.callback.__name__.replace("_", "-")
            key = word if name == ROOT else f"{name} {word}"
            yield key, command.callback.__module__.removeprefix("kiosk.cli."), summary(command.callback)


def summary(callback):
    first = callback.__doc__.split("\n\n")[0]
    return " ".join(first.split())


def said_by(*words):
    """What a command says, run alone; then whether rubbish is collected, and the modules loaded."""
    script = (
        "import gc, sys\nfrom kiosk.__main__ import main\n"
        f"sys.argv = {['kiosk', *words]!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('collects', gc.isenabled())\n"
        "print('loaded', *sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def modules_of(*words):
    """The modules that a command loads, run on its own."""
    return set(said_by(*words).splitlines()[-1].split()[1:])


def loaded_by(*words):
    """The libraries that a command loads, run on its own."""
    return {name.split(".")[0] for name in modules_of(*words)}


def test_the_table_is_the_whole_tree_of_commands():
    table = {key: (entry.module, entry.help) for key, entry in COMMANDS.items() if entry.module}
    assert table == {key: (module, help_) for key, module, help_ in registered()}
    groups = {key: entry.help for key, entry in COMMANDS.items() if not entry.module}
    assert groups == {name: group.info.help for name, group in GROUPS.items() if name != ROOT}


def test_help_lists_every_command_with_its_whole_line():
    said = " ".join(CliRunner().invoke(app, ["--help"]).stdout.split())
    for key, entry in COMMANDS.items():
        if " " not in key:
            assert f"{key} {' '.join(entry.help.split())}" in said
    assert "…" not in said


@pytest.mark.parametrize(
    ("words", "meant"), [(("gat",), "gate"), (("people", "fnd"), "find"), (("log", "tial"), "tail")]
)
def test_a_word_that_is_misspelt_is_answered_with_the_nearest(words, meant):
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 2
    assert f"Did you mean '{meant}'?" in result.stderr


def test_a_group_of_one_command_is_still_a_group():
    for name in GROUPS:
        assert hasattr(typer.main.get_command(GROUPS[name]), "list_commands")


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return open_shop(tmp_path_factory.mktemp("station")).folder


@pytest.mark.parametrize("words", ["people find x", "log tail", "who"])
def test_what_only_asks_loads_no_pictures_cameras_or_paper(words, station):
    assert loaded_by(*words.split(), "-C", str(station)) & HEAVY == set()


def test_help_loads_nothing_but_the_table():
    assert loaded_by("--help") & (HEAVY | {"apsw", "pydantic", "cryptography"}) == set()


@pytest.mark.parametrize("words", ["people find x", "log tail", "who"])
def test_what_only_asks_loads_nothing_that_writes_a_list_or_seals_a_backup(words, station):
    writers = {
        "kiosk.store.changes",
        "kiosk.service.lists.applying",
        "kiosk.keys.backup",
        "kiosk.config.schema",
    }
    assert modules_of(*words.split(), "-C", str(station)) & writers == set()


def test_rubbish_is_collected_again_once_a_command_is_loaded(station):
    assert "collects True" in said_by("who", "-C", str(station))
    assert "collects False" in said_by("--help")


def test_a_word_between_colons_is_said_as_it_is(station):
    result = CliRunner().invoke(app, ["people", "find", "Hall :key: B", "-C", str(station)])
    assert "Hall :key: B" in result.stdout
