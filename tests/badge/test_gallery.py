import re

import pytest
from badge.gallery import PICTURES, ROOT, close_ups, difference, draw_all, unlike
from PIL import Image, ImageChops, ImageDraw

TOLERANCE = 0.002
"""Share of pixels that another version of the rasteriser may draw otherwise."""


@pytest.fixture(scope="module")
def drawn() -> dict[str, Image.Image]:
    return draw_all()


def test_the_templates_look_as_in_the_gallery(drawn, tmp_path):
    wrong = unlike(drawn, TOLERANCE, tmp_path)
    assert wrong == [], f"actual and expected are kept in {tmp_path}; drawn anew by tests/badge/gallery.py"


def test_the_gallery_shows_every_picture_and_no_other(drawn):
    told = "".join((ROOT / "docs" / page).read_text() for page in ("gallery.md", "badge-templates.md"))
    assert set(re.findall(r"pictures/(badge-[\w-]+\.png)", told)) == set(drawn)
    assert {file.name for file in PICTURES.glob("badge-*.png")} == set(drawn)


def test_no_picture_is_heavy():
    assert all(file.stat().st_size < 150_000 for file in PICTURES.glob("badge-*.png"))


def test_a_changed_badge_would_be_seen():
    picture = close_ups()["badge-element-text.png"]
    changed = picture.copy()
    ImageDraw.Draw(changed).text((40, 40), "not the same", fill="black", font_size=30)
    assert ImageChops.difference(picture, changed).getbbox()
    assert difference(changed, picture) > TOLERANCE
    assert difference(picture, picture) == 0
