import numpy as np
import pytest

from kiosk.badge.code import MODULES, QUIET, grid
from kiosk.vision.degrade import PIXELS_A_MODULE, at_webcam_quality
from kiosk.vision.reader import Reader
from kiosk.vision.tiers import PLAIN

ACROSS = MODULES + 2 * QUIET


def printed(credential: str, module: int, ink: int = 0) -> np.ndarray:
    """Draw a code with its quiet zone, so many pixels a module, its ink that grey."""
    modules = np.array([[cell == "1" for cell in row] for row in grid(credential)])
    framed = np.pad(modules, QUIET)
    pixels = np.kron(framed, np.ones((module, module), dtype=bool))
    return np.where(pixels, ink, 255).astype(np.uint8)


def read(picture: np.ndarray) -> list[str]:
    return [reading.text for reading in Reader((PLAIN,)).read(picture).readings]


def credentials(count: int) -> list[str]:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    chance = np.random.default_rng(7)
    return ["".join(alphabet[at] for at in chance.integers(0, 32, 20)) for _ in range(count)]


@pytest.mark.parametrize("module", [7, 16, 23])
def test_a_clean_code_is_read_as_a_webcam_sees_it(module):
    for credential in credentials(150):
        assert read(at_webcam_quality(printed(credential, module), ACROSS)) == [credential]


def test_a_pale_code_that_a_printer_puts_down_well_is_lost_on_a_webcam():
    for credential in credentials(20):
        pale = printed(credential, 20, ink=205)
        assert read(pale) == [credential]
        assert read(at_webcam_quality(pale, ACROSS)) == []


def test_the_picture_is_small_dim_and_always_the_same():
    picture = printed("0" * 20, 20)
    seen = at_webcam_quality(picture, ACROSS)
    assert seen.shape == (ACROSS * PIXELS_A_MODULE, ACROSS * PIXELS_A_MODULE)
    assert 170 < seen[:6, :6].mean() < 215
    assert 60 < seen[-6:, -6:].mean() < 120, "the light falls off"
    assert np.array_equal(seen, at_webcam_quality(picture, ACROSS))
