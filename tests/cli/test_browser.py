"""The browser of the pages: full screen in a profile of its own, in whichever Chromium there is."""

import os

import pytest
from web.hub import until

from kiosk.cli.browser import open_browser

ADDRESS = "http://127.0.0.1:8410/"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder of programs that write down their arguments, and the only one that is looked through."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder, name):
    told = folder / f"{name}.told"
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$0" "$@" > "{told}"\n', encoding="ascii")
    program.chmod(0o755)
    return told


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "msedge"])
def test_it_opens_the_address_full_screen_without_asking_anything(programs, tmp_path, name):
    told = install(programs, name)
    open_browser(ADDRESS, tmp_path / "profile")
    words = until(lambda: told.exists() and told.read_text(encoding="ascii").split())
    assert os.path.basename(words[0]) == name  # noqa: PTH119 - of a text
    assert words[-1] == ADDRESS
    assert {"--kiosk", "--no-first-run", f"--user-data-dir={tmp_path / 'profile'}"} <= set(words)
    assert ("--edge-kiosk-type=fullscreen" in words) == (name == "msedge")
