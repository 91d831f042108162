"""A gate in a real terminal, started from a real shell: nothing that is typed reaches the shell."""

import os
import re
import signal
import sys

import pytest
import terminal
from commands import MORNING, open_shop
from fairground import enrol

from kiosk.bootstrap.opening import open_station

terminals = pytest.fixture(scope="session")(terminal.terminals)


@pytest.fixture
def folder(tmp_path):
    return open_shop(tmp_path).folder


@pytest.fixture
def badge(folder):
    found = open_station(folder, MORNING)
    text = enrol(found.station).text
    found.station.close()
    return text


@pytest.fixture
def session(folder, terminals):  # noqa: ARG001 - a terminal is what it needs
    session = terminal.Session(folder)
    yield session
    session.close()


def test_a_code_full_of_control_characters_commands_neither_the_gate_nor_the_shell(session, folder, badge):
    session.gate(folder)
    assert session.modes() == {False}
    payloads = [
        "\x1a",
        "\x03",
        "\x03" + "\r" * 40,
        "\x04",
        "\x1c",
        "\x16\x03",
        "\x0f",
        "\x19",
        "\x13",
        "\x1b",
    ]
    for payload in payloads:
        session.type(f"{payload}touch PWNED\r")
        session.until("NOT A BADGE")
        session.settle()
    session.type(f"{badge}\r")
    session.until("GO IN")
    session.type("q")
    session.answer()
    said = session.until("ready> ")
    # The interrupt with many Enters is two codes.
    assert re.search(rf"entrées : 1, refus : {len(payloads) + 1}, de \d\d:\d\d à \d\d:\d\d", said)
    session.type("echo sh'el'l\r")
    session.until("shell")
    assert not (folder / "PWNED").exists()
    assert badge not in session.seen + said, "nothing was echoed"


def test_a_scanner_without_enter_is_read_and_one_that_sends_each_code_twice_is_one(session, folder, badge):
    session.gate(folder)
    session.type(badge)
    session.until("GO IN")
    session.type(badge + badge)
    session.settle()
    session.type("q")
    session.answer()
    session.until("entrées : 1, refus : 0")


def test_a_suspended_gate_gives_the_terminal_back_and_takes_it_again(session, folder, badge):
    shell = session.modes()
    gate = session.gate(folder)
    os.killpg(gate, signal.SIGTSTP)
    session.until("ready> ")
    assert session.modes() == shell
    session.type("fg\r")
    session.until("READY")
    assert session.modes() == {False}
    session.type(f"{badge}\r")
    session.until("GO IN")
    os.killpg(gate, signal.SIGTERM)
    session.until("entrées : 1, refus : 0")
    session.until("ready> ")
    assert session.modes() == shell


def test_what_is_typed_while_a_station_will_not_open_is_not_left_for_the_shell(session, folder):
    data = (folder / "data").rename(folder / "gone")
    session.type(f"{sys.executable} -m kiosk gate A --source none -C {folder}\r")
    session.until("NOT RECORDED")
    assert session.modes() == {False}
    session.type("\x03touch PWNED\r\x1atouch PWNED\r")
    session.type("\x04")
    session.settle()
    session.type("q")
    session.answer()
    session.until("kiosk: error")
    session.until("ready> ")
    assert not (folder / "PWNED").exists()
    data.rename(folder / "data")


def test_a_gate_that_ends_with_an_error_gives_the_terminal_back(session, folder):
    shell = session.modes()
    session.type(f"{sys.executable} -m kiosk gate NOWHERE -C {folder}\r")
    session.until("no gate")
    session.until("ready> ")
    assert session.modes() == shell
