"""The first page of a new station: it comes with its setup code, which no list of processes shows."""

import html
import os
import re
import signal
import stat
import subprocess
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from fairground import found_station
from web.hub import free_port, until

from kiosk.cli.entrance import ENTRANCE, first_page
from kiosk.config.desktop import command_of

PATIENCE = 120
ADDRESS = "http://127.0.0.1:8410/"


def test_a_station_with_accounts_begins_at_its_first_page(tmp_path):
    assert first_page(ADDRESS, "alive", tmp_path / ENTRANCE) == ADDRESS
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def clicked(tmp_path):
    """A new station, started by its icon, with a browser that writes down what it was asked to show."""
    found_station(tmp_path / "station").close()
    programs = tmp_path / "bin"
    programs.mkdir()
    browser = programs / "chromium"
    browser.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/told"\n', encoding="ascii")
    browser.chmod(0o755)
    command = [*command_of(tmp_path / "station"), "--port", str(free_port()), "--gate", "A:in:none"]
    process = subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
    )
    yield process, tmp_path / "told"
    process.kill()
    process.communicate()


def test_whoever_clicks_the_icon_of_a_new_station_finds_the_code_filled_in(clicked):
    process, told = clicked
    words = until(lambda: told.exists() and told.read_text("ascii").split(), PATIENCE)
    assert words[-1].startswith("file://")
    page = Path(unquote(urlsplit(words[-1]).path))
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    (address,) = re.findall(r"url=([^\"]+)", page.read_text("utf-8"))
    (code,) = parse_qs(urlsplit(html.unescape(address)).query)["code"]
    assert code not in " ".join(words)
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own
        assert f'value="{code}"' in answer.read().decode()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert not page.exists()
