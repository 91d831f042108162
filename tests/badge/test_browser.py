import numpy as np
import pytest
from badge.browser_names import EM, NAMES, PICTURE, ROW, WIDTH, WRAP_WIDTH, WRAPPED
from badge.paper import TEMPLATES
from badge.people import person
from PIL import Image

from kiosk.badge.design.template import parse_template

DPI = 192
MM = 25.4 / DPI
LINES = [*NAMES, *(f"{name}, line {line}" for name in WRAPPED for line in (1, 2))]
STRAY = 0.004
"""Share of the ink of one picture that may lie further than a pixel from the other's ink."""


def element(nth: int, top: int, width: int, lines: int) -> str:
    box = f"[0, {top * MM:.4f}, {width * MM:.4f}, {lines * ROW * MM:.4f}]"
    size = EM * 72 / DPI
    return (
        f'[[front]]\nname="n{nth}"\nkind="text"\nbox={box}\ntext="TEXT{nth}"\nvalign="middle"\n'
        f"size=[{size},{size}]\nlines={lines}\nleading={ROW / EM}\n"
    )


@pytest.fixture(scope="module")
def ours(printed) -> np.ndarray:
    tall = ROW * len(LINES)
    text = f'title="names"\nsize=[{WIDTH * MM + 60},{tall * MM + 0.1}]\n[[front]]\nkind="code"\n'
    text += f"box=[{WIDTH * MM + 12},12,30,30]\n"
    text += "".join(element(nth, nth * ROW, WIDTH, 1) for nth in range(len(NAMES)))
    first = len(NAMES)
    text += "".join(
        element(first + nth, (first + 2 * nth) * ROW, WRAP_WIDTH, 2) for nth in range(len(WRAPPED))
    )
    for nth, name in reversed(list(enumerate((*NAMES, *WRAPPED)))):
        text = text.replace(f"TEXT{nth}", name)
    batch = printed([person()], parse_template(TEMPLATES, "names", text.encode()))
    assert batch.result.unfit == ()
    return batch.page(1, DPI)[:tall, :WIDTH].mean(axis=2)


@pytest.fixture(scope="module")
def browser() -> np.ndarray:
    return np.array(Image.open(PICTURE).convert("L"))


def ink(page: np.ndarray, row: int) -> np.ndarray:
    """Cut the ink of one row out of a page."""
    dark = page[row * ROW : (row + 1) * ROW] < 128
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def grown(dark: np.ndarray) -> np.ndarray:
    wide = np.pad(dark, 1)
    height, width = dark.shape
    return np.any([wide[y : y + height, x : x + width] for y in range(3) for x in range(3)], axis=0)


def strays(one: np.ndarray, other: np.ndarray) -> float:
    """Share of ink that lies further than a pixel from the other's; 1 where the sizes differ."""
    if max(abs(one.shape[0] - other.shape[0]), abs(one.shape[1] - other.shape[1])) > 3:
        return 1.0
    best = 1.0
    height, width = max(one.shape[0], other.shape[0]) + 4, max(one.shape[1], other.shape[1]) + 4
    for y in range(4):
        for x in range(4):
            a, b = np.zeros((height, width), bool), np.zeros((height, width), bool)
            a[2 : 2 + one.shape[0], 2 : 2 + one.shape[1]] = one
            b[y : y + other.shape[0], x : x + other.shape[1]] = other
            best = min(best, max((a & ~grown(b)).sum() / a.sum(), (b & ~grown(a)).sum() / b.sum()))
    return best


@pytest.mark.parametrize("row", range(len(LINES)), ids=LINES)
def test_a_name_looks_as_in_a_browser(ours, browser, row):
    assert strays(ink(ours, row), ink(browser, row)) <= STRAY


def test_two_different_names_do_not_look_alike(ours):
    assert strays(ink(ours, 0), ink(ours, 1)) > STRAY
    mirrored = ink(ours, 7)[:, ::-1]
    assert strays(ink(ours, 7), mirrored) > 10 * STRAY


def test_arabic_lines_end_at_the_right_edge_and_latin_ones_begin_at_the_left(ours):
    arabic = np.flatnonzero((ours[7 * ROW : 8 * ROW] < 128).any(axis=0))
    latin = np.flatnonzero((ours[:ROW] < 128).any(axis=0))
    assert arabic[-1] > WIDTH - 12
    assert latin[0] < 12
