"""`kiosk desktop install`: an icon and a start with the computer, in a home of the test's own."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

import pytest
from fairground import found_station
from web.hub import until

from kiosk.config.desktop import command_of, entry, places


def kiosk(home, *words):
    surroundings = {**os.environ, "HOME": str(home), "LANG": "C.UTF-8"}
    surroundings.pop("XDG_DATA_HOME", None)
    surroundings.pop("XDG_CONFIG_HOME", None)
    command = [sys.executable, "-m", "kiosk", "desktop", "install", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)  # noqa: S603


@pytest.fixture
def station(tmp_path):
    folder = tmp_path / 'the "50 %" fair'
    found_station(folder).close()
    return folder


def exec_of(path):
    """Return the program and its arguments of an entry, as the specification reads them."""
    (line,) = [line for line in path.read_text("utf-8").splitlines() if line.startswith("Exec=")]
    value = line.removeprefix("Exec=").replace("\\\\", "\\")
    words, word, is_quoted, at = [], "", False, 0
    while at < len(value):
        letter = value[at]
        if is_quoted and letter == "\\":
            at += 1
            word += value[at]
        elif letter == '"':
            is_quoted = not is_quoted
        elif letter == " " and not is_quoted:
            words.append(word)
            word = ""
        else:
            word += letter
        at += 1
    return [one.replace("%%", "%") for one in (*words, word)]


def test_an_icon_and_a_start_with_the_computer_lead_to_this_station(tmp_path, station):
    home = tmp_path / "home"
    done = kiosk(home, "--dir", str(station))
    assert done.returncode == 0, done.stderr
    where = places({}, home)
    assert where.applications == home / ".local/share/applications/kiosk.desktop"
    assert where.autostart == home / ".config/autostart/kiosk.desktop"
    for path in (where.applications, where.autostart):
        assert exec_of(path) == list(command_of(station))
        text = path.read_text("utf-8")
        assert f"Icon={where.icon}\n" in text
        assert "Comment[fr]=" in text
    assert where.icon.read_bytes().startswith(b"<svg")
    checker = which("desktop-file-validate")
    if checker is not None:
        subprocess.run([checker, str(where.applications)], check=True)  # noqa: S603


def test_what_was_put_there_is_taken_away_and_nothing_else(tmp_path, station):
    home = tmp_path / "home"
    kiosk(home, "--dir", str(station))
    other = home / ".config/autostart/other.desktop"
    other.write_text("[Desktop Entry]\n")
    assert kiosk(home, "--remove").returncode == 0
    left = [path for path in home.rglob("*") if path.is_file()]
    assert left == [other]
    assert kiosk(home, "--remove").stdout == "There was no icon.\n"


def test_a_folder_without_a_station_gets_no_icon(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    done = kiosk(home, "--dir", str(tmp_path))
    assert done.returncode == 1
    assert list(home.iterdir()) == []


def test_a_home_that_cannot_be_written_is_said(tmp_path, station):
    home = tmp_path / "home"
    home.write_text("a file")
    done = kiosk(home, "--dir", str(station))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_base_directories_are_those_of_the_environment_if_they_are_absolute():
    settings = {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "relative"}
    where = places(settings, Path("/home/awa"))
    assert where.applications == Path("/data/applications/kiosk.desktop")
    assert where.autostart == Path("/home/awa/.config/autostart/kiosk.desktop")


def test_an_entry_is_one_line_a_key_whatever_the_folder_is_called():
    folder = Path("/fair\nExec=evil")
    text = entry(("run", str(folder)), folder, Path("/icon.svg"), {"en": "Gates"})
    assert len(text.splitlines()) == len({line.partition("=")[0] for line in text.splitlines()})


@contextmanager
def answering(policy):
    """A server on a free port, whose pages have this policy; yield the port."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def click(station, port, programs):
    """Do what a click on the icon does, with a browser that writes down what it was asked to show."""
    programs.mkdir()
    told = programs / "told"
    browser = programs / "chromium"
    browser.write_text(f'#!/bin/sh\necho "$@" > "{told}"\n', encoding="ascii")
    browser.chmod(0o755)
    command = [*command_of(station), "--port", str(port)]
    surroundings = {**os.environ, "PATH": str(programs)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)  # noqa: S603
    return done.returncode, told


def test_the_icon_of_a_station_that_is_served_already_only_opens_the_browser(tmp_path, station):
    with answering("default-src 'self'; frame-ancestors 'none'") as port:
        code, told = click(station, port, tmp_path / "bin")
        shown = until(lambda: told.exists() and told.read_text("ascii").split())
    assert code == 0
    assert shown[-1] == f"http://127.0.0.1:{port}/"


def test_another_program_on_the_port_is_not_taken_for_kiosk(tmp_path, station):
    with answering("default-src *") as port:
        code, told = click(station, port, tmp_path / "bin")
    assert code == 1
    assert not told.exists()
