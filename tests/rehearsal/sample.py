"""The pictures of the one-day sample: the portraits of its people, and its logo.

`python tests/rehearsal/sample.py` draws sample/photos and the logo anew from sample/list.csv, and the picture
of its badge in docs/pictures; look at them before committing them.
"""

import csv
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

from kiosk.badge.design.template import load_template
from kiosk.badge.pdf.preview import preview
from kiosk.config.event_file import load_config
from kiosk.config.shipped import ONE_DAY
from kiosk.rehearsal.portrait import draw_portrait
from kiosk.service.badges.composing import sample

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample"
BADGE = ROOT / "docs" / "pictures" / "sample-badge.png"
LOGO = "badge_templates/logo.png"
_FINE = 4
"""Drawn so many times larger, for smooth edges."""


def rows() -> list[dict[str, str]]:
    """Read the sample's list."""
    with (SAMPLE / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def draw_all() -> dict[str, bytes]:
    """Draw every picture of the sample, by its path within it."""
    # Odd seeds are women.
    seeds = {row["photo_file"]: 2 * (70 + nth) + (row["title"] == "Mme") for nth, row in enumerate(rows())}
    return {f"photos/{name}": draw_portrait(seed) for name, seed in seeds.items()} | {LOGO: logo()}


def logo() -> bytes:
    """Draw a drop over two waves, white on nothing: a PNG of 320 x 320."""
    side = 320 * _FINE
    picture = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    white, middle = (255, 255, 255, 255), side / 2
    pen.ellipse((side * 0.3, side * 0.28, side * 0.7, side * 0.68), fill=white)
    pen.polygon([(middle, 0), (side * 0.323, side * 0.387), (side * 0.677, side * 0.387)], fill=white)
    for top in (0.76, 0.9):
        for nth in range(3):
            left, up = side * nth / 3, nth % 2 == 0
            box = (left - side * 0.03, side * (top - 0.06), left + side * 0.363, side * (top + 0.06))
            pen.arc(box, 180 if up else 0, 360 if up else 180, fill=white, width=round(side * 0.055))
    out = io.BytesIO()
    small = picture.resize((side // _FINE, side // _FINE), Image.Resampling.LANCZOS)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def draw_badge() -> Image.Image:
    """Draw the badge of nobody that the tutorial shows."""
    found = load_config(ONE_DAY)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for templates in (ROOT / "badge_templates", SAMPLE / "badge_templates"):
            shutil.copytree(templates, folder, dirs_exist_ok=True)
        content = sample(found.event, "", found.station.languages)
        drawn = preview(content, load_template(folder, "forum"), 88)
    assert isinstance(drawn, bytes)
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def main() -> None:
    for name, picture in draw_all().items():
        path = SAMPLE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)
        print(name, len(picture))  # noqa: T201
    flat = draw_badge().quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat.save(BADGE, optimize=True)


if __name__ == "__main__":
    main()
