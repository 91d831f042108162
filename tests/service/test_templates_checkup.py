"""A template that is not there, or has faults, is found before anybody prints."""

import shutil
from dataclasses import replace

import pytest

from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.service.checkup.finding import Level
from kiosk.service.checkup.templates import check_templates

EVENT = load_config(SAMPLE).event


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SAMPLE.parent / "badge_templates", tmp_path / "badge_templates")


def with_template(name):
    first, *rest = EVENT.categories
    return replace(EVENT, categories=(replace(first, template=name), *rest))


def test_the_shipped_templates_are_all_sound(folder):
    assert [one.level for one in check_templates(folder, EVENT)] == [Level.OK]


def test_a_category_whose_template_does_not_exist_is_an_error_with_the_nearest_one(folder):
    (finding,) = check_templates(folder, with_template("a6-exhibitr"))
    assert finding.level is Level.ERROR
    assert EVENT.categories[0].id in finding.says
    assert "a6-exhibitr" in finding.says
    assert "a6-exhibitor" in finding.do


@pytest.mark.parametrize("text", ["width = ", "title = 5\n", "\N{NULL}"])
def test_a_template_with_faults_is_an_error_for_its_category_and_a_warning_for_none(folder, text):
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    (spare,) = check_templates(folder, EVENT)
    (used,) = check_templates(folder, with_template("mine"))
    assert (spare.level, used.level) == (Level.WARN, Level.ERROR)
    assert EVENT.categories[0].id in used.says


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    (finding,) = check_templates(tmp_path / "none", EVENT)
    assert finding.level is Level.ERROR
    assert finding.do
