import io

import numpy as np
import pytest
from badge.paper import TEMPLATES
from badge.people import person
from PIL import ExifTags, Image

from kiosk.badge.design.template import load_template, parse_template
from kiosk.badge.drawing.content import Unfit
from kiosk.badge.pdf.preview import preview
from kiosk.domain.errors import KioskError

WITH_PICTURE = """\
title = "Test"
size = [60, 80]
[[front]]
name = "ground"
kind = "image"
box = [0, 0, 60, 80]
file = "{file}"
[[front]]
kind = "code"
box = [16, 40, 28, 28]
"""


def with_picture(folder, name: str):
    (folder / "t.toml").write_text(WITH_PICTURE.replace("{file}", name))
    return load_template(folder, "t")


@pytest.mark.parametrize(("name", "kind"), [("g.png", "PNG"), ("g.jpg", "JPEG"), ("g.pdf", "PDF")])
def test_a_background_may_be_a_picture_or_a_page(printed, tmp_path, name, kind):
    Image.new("RGB", (300, 400), (200, 30, 40)).save(tmp_path / name, kind)
    template = with_picture(tmp_path, name)
    page = printed([person(), person(1)], template).page(2, 72)
    assert np.abs(page[30, 30].astype(int) - (200, 30, 40)).max() < 6
    assert page[int(38 / 25.4 * 72), 90].tolist() == [255, 255, 255], "the quiet zone stays white"


def test_a_picture_with_transparency_lets_the_paper_through(printed, tmp_path):
    picture = Image.new("RGBA", (60, 80), (0, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (0, 0, 30, 20))
    picture.save(tmp_path / "g.png")
    page = printed([person()], with_picture(tmp_path, "g.png")).page(1, 72)
    assert page[20, 20].tolist() == [0, 0, 255]
    assert page[20, 150].tolist() == [255, 255, 255]


def test_a_shared_picture_is_in_the_file_once(printed, tmp_path):
    Image.effect_noise((240, 320), 60).convert("RGB").save(tmp_path / "g.png")
    template = with_picture(tmp_path, "g.png")
    one, many = printed([person()], template), printed([person(nth) for nth in range(20)], template)
    assert len(many.data) - len(one.data) < 20 * 2048


def test_a_picture_that_lies_about_itself_is_refused(printed, tmp_path):
    (tmp_path / "g.png").write_bytes(b"%!PS-Adobe-3.0")
    with pytest.raises(KioskError, match=r"ground: g\.png cannot be read"):
        printed([person()], with_picture(tmp_path, "g.png"))


@pytest.mark.parametrize(
    ("fit", "top", "corner"),
    [("inside", (255, 255, 255), (255, 255, 255)), ("cover", (200, 30, 40), (200, 30, 40)),
     ("stretch", (20, 60, 220), (20, 60, 220))],
)  # fmt: skip
def test_a_picture_keeps_its_shape_unless_told_otherwise(printed, tmp_path, fit, top, corner):
    """A square, blue but for its middle, in a box that is a third higher than wide."""
    picture = Image.new("RGB", (120, 120), (20, 60, 220))
    picture.paste((200, 30, 40), (16, 0, 104, 120))
    if fit == "stretch":
        picture = picture.rotate(90)
    picture.save(tmp_path / "g.png")
    said = "" if fit == "inside" else f'\nfit = "{fit}"'
    text = WITH_PICTURE.replace('"{file}"', f'"g.png"{said}')
    (tmp_path / "t.toml").write_text(text)
    page = printed([person()], load_template(tmp_path, "t")).page(1, 72)
    assert np.abs(page[8, 85].astype(int) - top).max() < 12
    assert np.abs(page[3, 3].astype(int) - corner).max() < 12


def test_a_picture_that_lies_on_its_side_stands_up_and_keeps_sixteen_bits_of_grey(printed, tmp_path):
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6  # what is left in the file is the bottom on paper
    picture = Image.new("RGB", (160, 120), (255, 255, 255))
    picture.paste((200, 30, 40), (0, 0, 80, 120))
    picture.save(tmp_path / "g.jpg", exif=turned)
    page = printed([person()], with_picture(tmp_path, "g.jpg")).page(1, 72)
    assert np.abs(page[20, 85].astype(int) - (200, 30, 40)).max() < 12
    assert page[220, 5].tolist() == [255, 255, 255]
    grey = np.full((160, 120), 0x8000, np.uint16)
    Image.fromarray(grey).save(tmp_path / "g.png")
    page = printed([person()], with_picture(tmp_path, "g.png")).page(1, 72)
    assert np.abs(page[20, 85].astype(int) - 128).max() < 4


def test_a_page_much_too_long_is_refused(printed, tmp_path):
    Image.new("RGB", (1, 9_000), (200, 30, 40)).save(tmp_path / "g.pdf")
    text = WITH_PICTURE.replace('"{file}"', '"g.pdf"\nfit = "cover"')
    (tmp_path / "t.toml").write_text(text)
    with pytest.raises(KioskError, match=r"ground: g\.pdf: \d+ x \d+ pixels are too many"):
        printed([person()], load_template(tmp_path, "t"))


def test_a_preview_is_the_printed_page():
    template = load_template(TEMPLATES, "a6-double")
    png = preview(person(), template, 60)
    assert isinstance(png, bytes)
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG"
    assert picture.width == pytest.approx(2 * 105 / 25.4 * 60 + 36, abs=3)


def test_a_preview_of_what_does_not_fit_says_so(a6):
    refused = preview(person(family_name="W" * 70), a6, 60)
    assert isinstance(refused, Unfit)
    assert refused.element == "family name"


def test_a_picture_over_what_is_the_persons_own_is_drawn(printed, tmp_path):
    """A stamp over a name, say: it is drawn after the name, on each badge."""
    Image.new("RGBA", (60, 40), (200, 30, 40, 255)).save(tmp_path / "g.png")
    text = '[[front]]\nkind = "text"\nbox = [0, 0, 60, 30]\ntext = "{family_name}"\nsize = [20, 8]\n'
    picture = '[[front]]\nkind = "image"\nbox = [10, 5, 40, 20]\nfile = "g.png"\n'
    picture += '[[front]]\nkind = "code"\nbox = [16, 40, 28, 28]\n'
    (tmp_path / "t.toml").write_text('title = "Test"\nsize = [60, 80]\n' + text + picture)
    page = printed([person(), person(1)], load_template(tmp_path, "t")).page(2, 72)
    assert np.abs(page[42, 85].astype(int) - (200, 30, 40)).max() < 6


@pytest.mark.parametrize(("focus", "tone"), [("[0.5, 0]", (255, 0, 0)), ("[0.5, 1]", (0, 0, 255))])
def test_a_template_says_what_stays_of_a_photo_of_another_shape(printed, focus, tone):
    photo = Image.new("RGB", (200, 600), (255, 0, 0))
    photo.paste((0, 0, 255), (0, 300, 200, 600))
    jpeg = io.BytesIO()
    photo.save(jpeg, "JPEG", quality=95)
    text = 'title = "t"\nsize = [80, 60]\n[[front]]\nkind = "code"\nbox = [6, 6, 28, 28]\n'
    text += f'[[front]]\nkind = "photo"\nbox = [45, 5, 30, 30]\nfocus = {focus}\n'
    page = printed([person(photo=jpeg.getvalue())], parse_template(TEMPLATES, "t", text.encode())).page(1, 72)
    for row in (20, 90):
        assert np.abs(page[row, 170].astype(int) - tone).max() < 10
