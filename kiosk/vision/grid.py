"""The grid of a located code: every module measured in its own place, however the paper is bent.

A decoder draws straight lines through a code; on a bottle, a crumpled label or a bent badge the modules lie
beside them. Here the edges inside the code locate its grid: modules are equally wide, so edges repeat once a
module, and the phase of that repetition is the grid's displacement. A smooth surface is fitted to the phases,
starting at the finder patterns, first a gentle one, then a more flexible one. Each module's value is then a
weighted sum with its neighbours; the weights come from the patterns that every code has (ISO/IEC 18004, 6.3.3
to 6.3.5), because their true values are known, and so is what blur made of them.
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.reading import Image

Floats = NDArray[np.float32]
Waves = NDArray[np.complex64]
Matrix = NDArray[np.float64]

PIXELS = 4
"""Pixels a module is measured with."""
QUIET = 2
"""Modules of quiet zone around the code."""
DEGREES = (2, 4)
"""Flexibility of the surfaces fitted to the phases, in order: degrees in x and y."""
SPREAD = 1.6
"""Modules over which edges are averaged."""
FINDER = 7
"""A finder pattern's modules."""
REACH = 2
"""Half modules on each side that blur may have mixed into a module."""
DRAWN = 3
"""Pixels a module is redrawn with."""


def flattened(grey: Image, to_picture: Matrix, modules: int) -> Image:
    """Return the code upright: `PIXELS` a module, `QUIET` modules around it.

    `to_picture` is the homography from modules (0 to `modules` in the code) to the edges of pixels.
    """
    size = (modules + 2 * QUIET) * PIXELS
    step = 1 / PIXELS
    start = step / 2 - QUIET
    place = np.array([(step, 0, start), (0, step, start), (0, 0, 1)])
    half = np.array([(1, 0, -0.5), (0, 1, -0.5), (0, 0, 1)])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    flat = cv2.warpPerspective(
        grey, half @ to_picture @ place, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, dtype=np.uint8)


def likeness(flat: Image) -> float:
    """Return how well the finder patterns fit: 1 if all modules do, 0 for a random picture."""
    count = flat.shape[0] // PIXELS
    seen = cv2.resize(flat, (count, count), interpolation=cv2.INTER_AREA)[QUIET:-QUIET, QUIET:-QUIET]
    signs = np.where(seen > cv2.blur(seen, (FINDER, FINDER)), 1, -1)
    known = patterns(len(seen))
    corners = (np.s_[:8, :8], np.s_[:8, -8:], np.s_[-8:, :8])
    return float(np.mean([(signs[at] * known[at]).mean() for at in corners]))


def straightened(flat: Image) -> Image:
    """Return a flattened code with its grid straightened."""
    size = len(flat)
    straight = flat
    columns, rows = np.meshgrid(np.arange(size, dtype=np.float32), np.arange(size, dtype=np.float32))
    for degree in (*DEGREES, 0):
        for axis, pixels in enumerate((columns, rows)):
            wave = _wave(straight, axis)
            phase = _surface(wave, degree) if degree else np.angle(_smooth(wave, 0.8))
            wander = np.asarray(phase * (-PIXELS / (2 * np.pi)), dtype=np.float32)
            cv2.accumulate(cv2.resize(wander, (size, size), interpolation=cv2.INTER_LINEAR), pixels)
        moved = cv2.remap(flat, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        straight = np.asarray(moved, dtype=np.uint8)
    return straight


def settled(flat: Image, reach: int) -> tuple[Matrix, float]:
    """Find the finder patterns within `reach` modules of where they should be.

    Returns:
        the affine map from nominal to actual module places; and the correlation of the worst pattern with
        its ideal, at most 1.
    """
    modules = len(flat) // PIXELS - 2 * QUIET
    far = modules - FINDER
    found, alike = [], 1.0
    for x, y in ((0, 0), (far, 0), (0, far)):
        left, top = (max(0, (QUIET + at - 1 - reach) * PIXELS) for at in (x, y))
        right, bottom = ((QUIET + at + FINDER + 1 + reach) * PIXELS for at in (x, y))
        match = cv2.matchTemplate(flat[top:bottom, left:right], _finder(), cv2.TM_CCOEFF_NORMED)
        _, best, _, (column, row) = cv2.minMaxLoc(match)
        alike = min(alike, best)
        found.append(((left + column) / PIXELS - QUIET + 4.5, (top + row) / PIXELS - QUIET + 4.5))
    meant = np.array([(3.5, 3.5), (far + 3.5, 3.5), (3.5, far + 3.5)], dtype=np.float32)
    affine = cv2.getAffineTransform(meant, np.array(found, dtype=np.float32))
    return np.vstack((affine, (0, 0, 1))), alike


def shades(straight: Image) -> Floats:
    """Return how light each half module is relative to its surroundings: -1 dark, 1 light."""
    count = straight.shape[0] // PIXELS
    halves = cv2.resize(straight, (2 * count, 2 * count), interpolation=cv2.INTER_AREA).astype(np.float32)
    whole = cv2.resize(halves, (count, count), interpolation=cv2.INTER_AREA)
    window = np.ones((5, 5), dtype=np.uint8)
    dark = cv2.blur(cv2.erode(whole, window), (5, 5))
    light = cv2.blur(cv2.dilate(whole, window), (5, 5))
    size = halves.shape
    middle = cv2.resize((dark + light) / 2, size, interpolation=cv2.INTER_LINEAR)
    contrast = cv2.resize((light - dark) / 2, size, interpolation=cv2.INTER_LINEAR) + 1
    return np.asarray(np.clip((halves - middle) / contrast, -1.5, 1.5), dtype=np.float32)


def weighed(shade: Floats, trust: float) -> Floats:
    """Return each module's value, positive where it is light, modules x modules.

    A module is the weighted sum of the half modules in and around it. The weights are those that reproduce
    the known patterns best; `trust` pulls them towards the plain mean of the module.
    """
    side = 2 * REACH + 2
    plain = np.zeros((side, side), dtype=np.float32)
    plain[REACH : REACH + 2, REACH : REACH + 2] = 0.25
    modules = shade.shape[0] // 2 - 2 * QUIET
    known = patterns(modules)
    windows = np.lib.stride_tricks.sliding_window_view(shade, (side, side))
    first = 2 * QUIET - REACH
    rows, columns = np.nonzero(known)
    seen = windows[first + 2 * rows, first + 2 * columns].reshape(len(rows), -1)
    missing = known[rows, columns] - seen @ plain.ravel()
    normal = cv2.mulTransposed(seen, aTa=True) + trust * np.eye(side * side, dtype=np.float32)
    change = cv2.solve(normal, (seen * missing[:, None]).sum(axis=0)[:, None], flags=cv2.DECOMP_CHOLESKY)[1]
    weights = plain + np.asarray(change, dtype=np.float32).reshape(side, side)
    sums = cv2.filter2D(shade, -1, weights, anchor=(REACH, REACH))
    return np.asarray(sums[2 * QUIET : -2 * QUIET : 2, 2 * QUIET : -2 * QUIET : 2], dtype=np.float32)


def redrawn(values: Floats) -> Image:
    """Draw the modules cleanly with a quiet zone of four, the known patterns as specified."""
    known = patterns(len(values))
    is_light = np.where(known != 0, known > 0, values > 0)
    small = np.pad(is_light, 4, constant_values=True).astype(np.uint8) * 255
    size = len(small) * DRAWN
    return np.asarray(cv2.resize(small, (size, size), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


@cache
def _finder() -> Image:
    """Draw a finder pattern with one module of margin, slightly blurred."""
    small = np.where(np.pad(patterns(21)[:7, :7], 1, constant_values=1) > 0, 255, 0).astype(np.uint8)
    large = cv2.resize(small, None, fx=PIXELS, fy=PIXELS, interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.GaussianBlur(large, (0, 0), 0.4 * PIXELS), dtype=np.uint8)


@cache
def patterns(modules: int) -> NDArray[np.int8]:
    """Return the modules that are fixed in every code of a size: -1 dark, 1 light, 0 not fixed."""
    known = np.zeros((modules, modules), dtype=np.int8)
    ring = np.ones((FINDER + 1, FINDER + 1), dtype=np.int8)  # the finder pattern and its separator
    ring[:FINDER, :FINDER] = -1
    ring[1:6, 1:6] = 1
    ring[2:5, 2:5] = -1
    known[:8, :8], known[:8, -8:], known[-8:, :8] = ring, ring[:, ::-1], ring[::-1]
    timing = np.where(np.arange(8, modules - 8) % 2, 1, -1)
    known[6, 8:-8] = known[8:-8, 6] = timing
    return known


def _wave(straight: Image, axis: int) -> Waves:
    """Return strength and phase of the edges across each module; phase 0 if they lie between modules."""
    sobel = cv2.Sobel(straight, cv2.CV_32F, 1 - axis, axis, ksize=3)
    edges = np.abs(sobel)
    edges /= cv2.blur(edges, (5 * PIXELS, 5 * PIXELS)) + 2
    count = len(edges) // PIXELS
    # Sums over one module of edge times wave: a wave of four pixels has few different values.
    a, b, c, d = (
        cv2.resize(
            edges[:, n::PIXELS] if axis == 0 else edges[n::PIXELS],
            (count, count),
            interpolation=cv2.INTER_AREA,
        )
        for n in range(PIXELS)
    )
    return _smooth((a - b - c + d) + 1j * (c + d - a - b), SPREAD)


def _smooth(wave: Waves, spread: float) -> Waves:
    real, imaginary = (
        cv2.GaussianBlur(np.ascontiguousarray(part), (0, 0), spread) for part in (wave.real, wave.imag)
    )
    smooth = np.asarray(real + 1j * imaginary, dtype=np.complex64)
    inside = smooth[QUIET:-QUIET, QUIET:-QUIET].copy()
    smooth *= 1e-3  # whatever is printed around the code is ignored
    smooth[QUIET:-QUIET, QUIET:-QUIET] = inside
    return smooth


def _surface(wave: Waves, degree: int) -> Floats:
    """Fit a polynomial to the phases by the least squares of its slopes.

    A phase is known only up to whole turns, but a slope is small; at the finder patterns the phase itself is
    small too, because the homography comes from them.
    """
    count = len(wave)
    basis = _basis(count, degree)
    terms = basis.shape[2]
    # Neighbouring rows are nearly the same: every second one suffices.
    across = wave[::2, 1:] * wave[::2, :-1].conj()
    down = wave[1:, ::2] * wave[:-1, ::2].conj()
    near, far = slice(QUIET, QUIET + FINDER), slice(count - QUIET - FINDER, count - QUIET)
    corners = ((near, near), (near, far), (far, near))
    parts = [
        (basis[::2, 1:] - basis[::2, :-1], np.sqrt(np.abs(across)), np.angle(across)),
        (basis[1:, ::2] - basis[:-1, ::2], np.sqrt(np.abs(down)), np.angle(down)),
        *((basis[at], 0.5 * np.abs(wave[at]), np.angle(wave[at])) for at in corners),
    ]
    rows = [np.dstack((b, p)).reshape(-1, terms + 1) * w.reshape(-1, 1) for b, w, p in parts]
    both = np.asarray(cv2.mulTransposed(np.concatenate(rows), aTa=True), dtype=np.float32)
    normal, wanted = both[:terms, :terms], np.ascontiguousarray(both[:terms, terms:])
    firm = normal + np.eye(terms, dtype=np.float32) * (1e-6 * np.trace(normal) / terms + 1e-9)
    found = cv2.solve(firm, wanted, flags=cv2.DECOMP_CHOLESKY)[1]
    flat = basis.reshape(-1, terms)
    return np.asarray(cv2.gemm(flat, found, 1.0, flat[:, :1], 0.0), dtype=np.float32).reshape(count, count)


@cache
def _basis(count: int, degree: int) -> Floats:
    steps = (np.arange(count, dtype=np.float32) + 0.5) / count * 2 - 1
    x, y = np.meshgrid(steps, steps)
    powers = [x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)]
    return np.asarray(np.stack(powers, axis=-1), dtype=np.float32)
