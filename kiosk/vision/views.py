"""Views of one place in a picture: cut out, rectified, or redrawn from its grid."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.vision import grid
from kiosk.vision.finders import codes, finders
from kiosk.vision.grid import Matrix
from kiosk.vision.reading import CodeBox, Image, bounds


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of a picture to read by itself, and the homography from its pixels to the picture's."""

    image: Image
    to_picture: Matrix


View = Callable[[Image, CodeBox], Patch | None]
"""Cut the place of a code out of a picture; None if it is outside the picture."""


def rectified(size: int, margin: float) -> View:
    """Turn the code upright and square, `size` pixels across with `margin` of its side around it."""

    def view(image: Image, box: CodeBox) -> Patch | None:
        near = size * margin / (1 + 2 * margin)
        far = size - near
        square = np.array([(near, near), (far, near), (far, far), (near, far)], dtype=np.float32)
        there = np.array(box.corners, dtype=np.float32)
        back = np.asarray(cv2.getPerspectiveTransform(square, there), dtype=np.float64)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        patch = cv2.warpPerspective(image, back, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return Patch(_bytes(patch), back)

    return view


def cropped(size: float, margin: float) -> View:
    """Cut out the code with `margin` of its side around it, and scale that to `size` pixels."""

    def view(image: Image, box: CodeBox) -> Patch | None:
        left, top, right, bottom = bounds(box.corners)
        reach = max(right - left, bottom - top) * (0.5 + margin)
        x, y = (left + right) / 2, (top + bottom) / 2
        x0, y0 = max(0, int(x - reach)), max(0, int(y - reach))
        part = image[y0 : max(0, int(y + reach) + 1), x0 : max(0, int(x + reach) + 1)]
        if min(part.shape) < 8:
            return None
        factor = min(6.0, size / max(part.shape))
        way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        scaled = cv2.resize(part, None, fx=factor, fy=factor, interpolation=way)
        back = np.array([(1 / factor, 0, x0), (0, 1 / factor, y0), (0, 0, 1)], dtype=np.float64)
        return Patch(_bytes(scaled), back)

    return view


FINE = 5.0
"""A grid is measured in at most this many pixels a module: more only let noise in."""
MOST_MODULES = 73
"""Larger codes than this take too long."""
LIKE = 0.5
"""Most boxes with half of their finder patterns right are codes, hardly any of the others."""
ALIKE = 0.45
"""Least correlation of a blurred finder pattern with a drawn one."""
SMALLEST = 40
"""No code is sought if fewer pixels than this are left of the picture."""
TRIED = 2
"""Codes tried of those that the finder patterns may form."""


def gridded(trust: float) -> View:
    """Measure the modules of the code one by one, wherever bent paper has moved them, and redraw it."""

    def view(image: Image, box: CodeBox) -> Patch | None:
        part = _part(image, box)
        if part is None:
            return None
        flat = grid.flattened(part.image, part.to_picture, box.modules)
        if grid.likeness(flat) < LIKE:
            return None
        return _drawn(box, grid.weighed(grid.shades(grid.straightened(flat)), trust))

    return view


def ruled(trust: float) -> View:
    """Measure the modules of a flat code along straight lines, because blur and grain look like bends."""

    def view(image: Image, box: CodeBox) -> Patch | None:
        return _ruled(image, box, trust)

    return view


def sought(trust: float, share: float, least: int = 0) -> View:
    """Look for finder patterns around the place, in a square of a share of the picture's width; then rule.

    The square is at least `least` pixels wide.
    """

    def view(image: Image, box: CodeBox) -> Patch | None:
        left, top, right, bottom = bounds(box.corners)
        reach = max(share * image.shape[1], least) / 2
        x0, y0 = (max(0, int(middle - reach)) for middle in ((left + right) / 2, (top + bottom) / 2))
        part = image[y0 : y0 + int(2 * reach), x0 : x0 + int(2 * reach)]
        if min(part.shape) < SMALLEST:
            return None
        for code in codes(finders(part))[:TRIED]:
            a, b, c, d = ((x + x0, y + y0) for x, y in code.corners)
            patch = _ruled(image, CodeBox((a, b, c, d), code.modules), trust)
            if patch is not None:
                return patch
        return None

    return view


def _ruled(image: Image, box: CodeBox, trust: float) -> Patch | None:
    part = _part(image, box)
    if part is None:
        return None
    to_part = part.to_picture
    for reach in (2, 1):
        shift, alike = grid.settled(grid.flattened(part.image, to_part, box.modules), reach)
        if alike < ALIKE:
            return None
        to_part = to_part @ shift
    flat = grid.flattened(part.image, to_part, box.modules)
    return _drawn(box, grid.weighed(grid.shades(flat), trust))


def _part(image: Image, box: CodeBox) -> Patch | None:
    """Cut out the code at the size at which modules are measured; `to_picture` maps modules to that part."""
    n = box.modules
    if not 0 < n <= MOST_MODULES:
        return None
    part = cropped(FINE * n * 1.4, 0.2)(image, box)
    if part is None:
        return None
    return Patch(part.image, np.linalg.inv(part.to_picture) @ _from_modules(box))


def _from_modules(box: CodeBox) -> Matrix:
    n = box.modules
    square = np.array([(0, 0), (n, 0), (n, n), (0, n)], dtype=np.float32)
    there = np.array(box.corners, dtype=np.float32) + 0.5
    return np.asarray(cv2.getPerspectiveTransform(square, there), dtype=np.float64)


def _drawn(box: CodeBox, values: grid.Floats) -> Patch:
    step = 1 / grid.DRAWN
    place = np.array([(step, 0, -4), (0, step, -4), (0, 0, 1)])
    return Patch(grid.redrawn(values), _from_modules(box) @ place)


def _bytes(array: object) -> Image:
    return np.asarray(array, dtype=np.uint8)
