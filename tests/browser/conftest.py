"""A real browser, once for a worker, and a real station to look at."""

import shutil
import subprocess
from pathlib import Path

import pytest
from browser.chromium import CHROMIUM, launched
from browser.gatehouse import served

BUILD = Path(__file__).parents[2] / "build"
AXE = "axe-core@4.14.1"


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core; fetched once, never kept in the repository."""
    path = BUILD / "axe" / "package" / "axe.min.js"
    if not path.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm, which fetches axe-core, is not installed: apt-get install npm")
        path.parents[1].mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(  # noqa: S603 - npm, with words of ours
            [npm, "pack", AXE], cwd=path.parents[1], capture_output=True, text=True, check=False
        )
        if fetched.returncode:
            pytest.skip(f"npm could not fetch {AXE}: {fetched.stderr.strip()[-200:]}")
        packed = fetched.stdout.split()[-1]
        shutil.unpack_archive(path.parents[1] / packed, path.parents[1], "gztar")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A station with its pages, served."""
    with served(tmp_path_factory.mktemp("house")) as house:
        yield house
