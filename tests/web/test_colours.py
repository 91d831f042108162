"""The colours of the pages and of a gate's terminal: legible, and told apart by everybody."""

import re
from itertools import combinations

import pytest

from kiosk.gate.screen import STYLES
from kiosk.web.render import STATIC

CSS = (STATIC / "base.css").read_text(encoding="utf-8")
SIGHTS = {
    # Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
APART = 45
"""CIE76 between two colours that mean different things; the terminal's first green and red were 14 apart."""


def tokens(css):
    return {
        name: "#" + "".join(2 * c for c in value[1:]) if len(value) == 4 else value
        for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", css)
    }


LIGHT = tokens(CSS.split("@media")[0])
DARK = LIGHT | tokens(CSS.split("prefers-color-scheme: dark")[1].split("* {")[0])


def linear(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour):
    return sum(part * weight for part, weight in zip(linear(colour), (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lab(colour, sight):
    seen = [
        min(1, max(0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in SIGHTS[sight]
    ]
    # sRGB to XYZ and CIELAB, both for D65.
    to_xyz = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    ratios = [
        sum(a * b for a, b in zip(row, seen, strict=True)) / w for row, w in zip(to_xyz, white, strict=True)
    ]
    x, y, z = (r ** (1 / 3) if r > 216 / 24389 else (24389 / 27 * r + 16) / 116 for r in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other):
    """The smallest difference between two colours for any of the four sights (CIE76)."""
    return min(
        sum((a - b) ** 2 for a, b in zip(lab(one, sight), lab(other, sight), strict=True)) ** 0.5
        for sight in SIGHTS
    )


def test_the_ruler_measures_as_others_do():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab("#ff0000", "normal") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert difference("#005f00", "#5f0000") == pytest.approx(14, abs=1)


@pytest.mark.parametrize("name", ["granted", "refused", "ask", "idle", "hint", "fault", "exit"])
def test_every_sign_is_legible_in_the_sun(name):
    assert contrast(LIGHT[name], LIGHT[f"on-{name}"]) >= 7


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "raised"])
def test_every_text_is_legible(scheme, ground):
    for ink in ("ink", "soft", "link", "warn"):
        assert contrast(scheme[ink], scheme[ground]) >= 4.5
    assert contrast(scheme["line"], scheme[ground]) >= 3


@pytest.mark.parametrize(("one", "other"), list(combinations(["granted", "refused", "ask", "idle"], 2)))
def test_signs_are_told_apart_by_everybody(one, other):
    assert difference(LIGHT[one], LIGHT[other]) >= APART


@pytest.mark.parametrize("decision", ["granted", "refused", "ask"])
def test_a_hint_is_no_decision(decision):
    assert difference(LIGHT["hint"], LIGHT[decision]) >= 40


@pytest.mark.parametrize(("one", "other"), list(combinations(["green", "red", "amber", "idle"], 2)))
def test_the_terminal_has_the_colours_of_the_pages(one, other):
    ground = {colour.value: style.split(" on ")[1] for colour, style in STYLES.items()}
    ink = {colour.value: re.search(r"#\w+", style)[0] for colour, style in STYLES.items()}
    assert difference(ground[one], ground[other]) >= APART
    assert all(contrast(ink[colour], ground[colour]) >= 7 for colour in ground)
    assert set(ground.values()) <= set(LIGHT.values())
    assert not {"green", "red"} & set(re.findall(r"[a-z]+", " ".join(STYLES.values())))
