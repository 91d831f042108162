"""`make screens`: a picture of every page in every language, light and dark, into docs/screens.

The pages are the tests' own: a real station whose gate has decided for and against real badges.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from browser.chromium import launched
from browser.gatehouse import GATE, LANGUAGES, House, as_all, as_nobody, served
from browser.test_layout import show
from PIL import Image

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
MOST = 6_000_000
"""Bytes of all pictures together: they live in the repository."""
COLOURS = 64
LAPTOP, PHONE = (1366, 768), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One page to be taken a picture of.

    Attributes:
        before: brings the station into the state that the page is to show.
    """

    name: str
    path: str
    before: Callable[[House], None]
    size: tuple[int, int] = LAPTOP


def at_gate(name: str, size: tuple[int, int] = LAPTOP) -> Shot:
    kind = "gate" if size == LAPTOP else "phone"

    def before(house: House) -> None:
        as_all(house)
        show(house, name)

    return Shot(f"{kind}-{name}", f"/gate/{GATE}", before, size)


SHOTS = (
    *(at_gate(name) for name in ("rest", "granted", "forged", "waiting", "camera")),
    at_gate("granted", PHONE),
    Shot("start", "/start", as_nobody),
    Shot("login", "/login", as_nobody),
    Shot("home", "/", as_all),
    Shot("accounts", "/accounts", as_all),
)


def small(png: bytes) -> bytes:
    """Return a screen as a PNG of few colours: pages are flat, and half a picture's size is its shades."""
    packed = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as house, launched() as browser:
        for shot in SHOTS:
            for scheme in ("light", "dark"):
                size = {"width": shot.size[0], "height": shot.size[1]}
                with browser.new_context(viewport=size, color_scheme=scheme) as context:
                    page = context.new_page()
                    for language in LANGUAGES:
                        house.speak(language)
                        shot.before(house)
                        page.goto(house.url + shot.path)
                        page.evaluate("document.fonts.ready")
                        taken = page.screenshot(animations="disabled")
                        (FOLDER / f"{shot.name}-{language}-{scheme}.png").write_bytes(small(taken))
    whole = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    if whole > MOST:
        sys.exit(f"docs/screens has {whole} bytes, more than {MOST}")


if __name__ == "__main__":
    main()
