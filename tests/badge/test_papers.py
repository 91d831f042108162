import re

import pytest
from badge.gallery import PICTURES, ROOT, difference, unlike
from badge.papers import draw_all
from PIL import Image, ImageDraw

TOLERANCE = 0.0005
"""Share of pixels that another version of the rasteriser may draw otherwise."""


@pytest.fixture(scope="module")
def drawn() -> dict[str, Image.Image]:
    return draw_all()


def test_the_papers_look_as_in_their_pictures(drawn, tmp_path):
    wrong = unlike(drawn, TOLERANCE, tmp_path)
    assert wrong == [], f"actual and expected are kept in {tmp_path}; drawn anew by tests/badge/papers.py"


def test_every_picture_of_a_paper_is_shown_and_light(drawn):
    told = (ROOT / "docs" / "badge-templates.md").read_text()
    assert set(re.findall(r"pictures/(paper-[\w-]+\.png)", told)) == set(drawn)
    assert {file.name for file in PICTURES.glob("paper-*.png")} == set(drawn)
    assert all((PICTURES / name).stat().st_size < 60_000 for name in drawn)


def test_a_word_more_on_a_paper_would_be_seen(drawn):
    changed = drawn["paper-cover.png"].copy()
    ImageDraw.Draw(changed).text((100, 300), "another word", fill="black", font_size=16)
    assert difference(changed, drawn["paper-cover.png"]) > TOLERANCE
