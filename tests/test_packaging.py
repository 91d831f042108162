"""What pyproject.toml promises: the oldest and the newest libraries that were tested are those it names."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
BOUNDS = dict(re.findall(r"^([\w-]+)>=([\d.]+)", "\n".join(DIRECT), re.MULTILINE))


def pins(name):
    text = (ROOT / name).read_text(encoding="utf-8").lower()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_every_library_has_a_lower_bound():
    assert len(BOUNDS) == len(DIRECT) > 20


@pytest.mark.parametrize("name", sorted(set(BOUNDS) - {"pywin32"}))  # which Windows alone has
def test_the_lowest_version_that_is_tested_is_the_lowest_allowed(name):
    assert re.fullmatch(rf"{re.escape(BOUNDS[name])}(\.\d+)*", pins("constraints-lowest.txt")[name])


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_what_is_installed_here_is_pinned(name):
    assert name in pins("constraints.txt")


def test_the_version_is_a_section_of_the_changelog_or_the_one_to_come():
    sections = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sections[0] == "Unreleased" or sections[0].strip("[]") == PROJECT["version"]
