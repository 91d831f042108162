"""The simulated webcam's optics: how a cheap lens, sensor and light render pages held before it.

A pinhole camera looks along +z; millimetres in space (x right, y down), pixels in the picture. A page is
warped within its bounding box only, blurred there by lens and motion, and drawn over a hall; then come the
light's fall-off, the sensor's noise and MJPEG. Everything random comes from one seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, cos, hypot, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.reading import Image

Floats = NDArray[np.float64]

FOCAL_WIDTHS = 0.8
"""A webcam's focal length in widths of its picture, for a view of about 64 degrees."""
COAT = (460.0, 700.0)
"""A holder's coat behind the page, in millimetres."""
SOFTNESS = 0.55
"""The blur of the best cheap lens, in pixels at 1280 across."""


@dataclass(frozen=True, eq=False)
class Page:
    """A badge page as a grey raster, with the size of its pixels on paper."""

    image: Image
    mm_per_pixel: float

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height in millimetres."""
        height, width = self.image.shape[:2]
        return width * self.mm_per_pixel, height * self.mm_per_pixel

    @cached_property
    def levels(self) -> tuple[Image, ...]:
        """Return the raster at full size, half, quarter ..., so that warping does not skip pixels."""
        levels = [self.image]
        while min(levels[-1].shape[:2]) > 32:
            height, width = levels[-1].shape[:2]
            half = cv2.resize(levels[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
            levels.append(_bytes(half))
        return tuple(levels)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a page is: its centre in millimetres from the lens, and its rotations in radians."""

    x: float = 0.0
    y: float = 0.0
    distance: float = 600.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0

    def corners(self, size: tuple[float, float]) -> Floats:
        """Return the corners of a page of `size` millimetres in space, 4 x 3, from its top left on."""
        width, height = size
        flat = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)]) * (width / 2, height / 2, 0)
        a, b, c = self.yaw, self.pitch, self.roll
        turn_y = np.array([(cos(a), 0, sin(a)), (0, 1, 0), (-sin(a), 0, cos(a))])
        turn_x = np.array([(1, 0, 0), (0, cos(b), -sin(b)), (0, sin(b), cos(b))])
        turn_z = np.array([(cos(c), -sin(c), 0), (sin(c), cos(c), 0), (0, 0, 1)])
        return np.asarray(
            flat @ (turn_y @ turn_x @ turn_z).T + (self.x, self.y, self.distance), dtype=np.float64
        )


@dataclass(frozen=True, slots=True)
class Held:
    """A page in the scene: its pose, its speed, and how strongly its sleeve reflects."""

    page: Page
    pose: Pose
    motion: tuple[float, float] = (0.0, 0.0)  # millimetres a second, right and down
    glare: float = 0.0  # 0 none, 1 a white patch
    has_coat: bool = True


@dataclass(frozen=True, slots=True)
class Light:
    """How bad the light is; each figure is as the sensor sees it."""

    level: float  # white paper, of 255
    falloff: float  # how much darker the dark side is, 0 to 1
    noise: float  # standard deviation, grey values
    exposure: float  # seconds
    focus: float  # metres at which the fixed lens is sharp
    defocus: float  # pixels of blur at 1280 across, per dioptre off
    quality: int  # of the MJPEG frames
    haze: float  # how much of the contrast the sleeve takes


FAIR = Light(
    level=215, falloff=0.15, noise=2.5, exposure=0.008, focus=0.7, defocus=0.5, quality=80, haze=0.05
)
POOR = Light(level=160, falloff=0.35, noise=5.0, exposure=0.014, focus=0.7, defocus=0.7, quality=70, haze=0.1)
HARD = Light(level=120, falloff=0.5, noise=7.0, exposure=0.020, focus=0.7, defocus=0.8, quality=60, haze=0.15)

LIGHTS = {"fair": FAIR, "poor": POOR, "hard": HARD}
SIZES = {"480p": (640, 480), "720p": (1280, 720), "1080p": (1920, 1080)}


class Webcam:
    """Takes pictures of pages in space.

    Args:
        size: width and height of the pictures in pixels.
        light: how bad the light is.
        seed: determines hall, fall-off and noise.
    """

    def __init__(self, size: tuple[int, int], light: Light, seed: int) -> None:
        self.size = size
        self.focal = FOCAL_WIDTHS * size[0]
        self.light = light
        self._random = np.random.default_rng(seed)
        width, height = size
        self._hall = _hall(size, self._random)
        self._gain = _falloff(size, light, self._random)
        # One field of noise, seen through a window at random places: as good as new noise, far cheaper.
        # It is a little soft, because webcams reduce noise.
        noise = self._random.normal(0.0, 1.0, (height + 64, width + 64))
        soft = cv2.GaussianBlur(noise, (0, 0), 0.6)
        self._noise = np.asarray(soft * (light.noise / soft.std()), dtype=np.int8)

    def project(self, points: Floats) -> Floats:
        """Return the pixels of points in space, n x 3 -> n x 2."""
        width, height = self.size
        return np.asarray(
            points[:, :2] / points[:, 2:] * self.focal + (width / 2, height / 2), dtype=np.float64
        )

    def take(self, scene: Sequence[Held]) -> Image:
        """Return the picture (height x width, grey) of a scene; nearer pages hide farther ones."""
        frame = self._hall.copy()
        for held in sorted(scene, key=lambda held: -held.pose.distance):
            if held.has_coat:
                self._put_coat(frame, held)
            self._put_page(frame, held)
        return self._expose(frame)

    def _expose(self, frame: Image) -> Image:
        width, height = self.size
        lit = cv2.multiply(frame, self._gain, scale=1 / 255)
        x, y = (int(value) for value in self._random.integers(0, 64, 2))
        noisy = cv2.add(lit, self._noise[y : y + height, x : x + width], dtype=cv2.CV_8U)
        coded = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, self.light.quality])[1]
        return _bytes(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE))

    def _put_coat(self, frame: Image, held: Held) -> None:
        scale = self.focal / held.pose.distance
        width, height = self.size
        centre = (
            int(width / 2 + held.pose.x * scale),
            int(height / 2 + (held.pose.y + COAT[1] / 3) * scale),
        )
        axes = (int(COAT[0] / 2 * scale), int(COAT[1] / 2 * scale))
        cv2.ellipse(frame, centre, axes, 0, 0, 360, (58.0,), -1)

    def _put_page(self, frame: Image, held: Held) -> None:
        width, height = self.size
        corners = self.project(held.pose.corners(held.page.size))
        blur = self._blur(held.pose.distance)
        smear = self._smear(held)
        margin = ceil(3 * blur + hypot(*smear)) + 2
        left, top = (max(0, int(value) - margin) for value in corners.min(axis=0))
        right, bottom = (
            min(limit, int(value) + margin + 1)
            for value, limit in zip(corners.max(axis=0), (width, height), strict=True)
        )
        if right - left < 4 or bottom - top < 4:
            return
        level = _level(held.page, corners)
        rows, columns = level.shape[:2]
        source = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float32)
        target = np.asarray(corners - (left, top), dtype=np.float32)
        window = (right - left, bottom - top)
        # Pixel centres are half a pixel inside: both rasters are shifted alike.
        shape = cv2.getPerspectiveTransform(source - 0.5, target - 0.5)
        paper = _bytes(cv2.warpPerspective(level, shape, window, borderMode=cv2.BORDER_REPLICATE))
        cover = np.zeros((window[1], window[0]), dtype=np.uint8)
        cv2.fillConvexPoly(cover, np.asarray(np.round(target * 16), dtype=np.int32), (255.0,), cv2.LINE_AA, 4)
        paper = self._sleeve(paper, target, held)
        below = frame[top:bottom, left:right]
        mixed = _mixed(paper, below, cover)
        # A page partly outside is blurred with the part inside: nothing is known beyond the edge.
        below[...] = _smeared(_bytes(cv2.GaussianBlur(mixed, (0, 0), blur)), smear)

    def _blur(self, distance: float) -> float:
        dioptres = abs(1000 / distance - 1 / self.light.focus)
        return (SOFTNESS + self.light.defocus * dioptres) * self.size[0] / 1280

    def _smear(self, held: Held) -> tuple[float, float]:
        scale = self.focal / held.pose.distance * self.light.exposure
        return held.motion[0] * scale, held.motion[1] * scale

    def _sleeve(self, paper: Image, corners: NDArray[np.float32], held: Held) -> Image:
        haze = self.light.haze
        hazy = cv2.convertScaleAbs(paper, alpha=1 - haze, beta=haze * 150)
        if held.glare <= 0:
            return _bytes(hazy)
        # The reflection of a lamp moves over the sleeve as it turns.
        across, down = 0.5 + 1.5 * sin(held.pose.yaw), 0.4 + 1.5 * sin(held.pose.pitch)
        a, b, c, d = corners
        centre = (
            a * (1 - across) * (1 - down)
            + b * across * (1 - down)
            + c * across * down
            + d * (1 - across) * down
        )
        breadth = float(np.linalg.norm(b - a))
        small = np.zeros((paper.shape[0] // 4 + 1, paper.shape[1] // 4 + 1), dtype=np.uint8)
        cv2.ellipse(
            small,
            (int(centre[0] / 4), int(centre[1] / 4)),
            (max(1, int(breadth * 0.05)), max(1, int(breadth * 0.018))),
            float(np.degrees(held.pose.roll)) + 35.0,
            0,
            360,
            (255.0,),
            -1,
        )
        soft = cv2.GaussianBlur(small, (0, 0), max(1.0, breadth * 0.012))
        patch = cv2.resize(soft, (paper.shape[1], paper.shape[0]), interpolation=cv2.INTER_LINEAR)
        return _bytes(cv2.addWeighted(_bytes(hazy), 1.0, patch, held.glare, 0))


def _bytes(array: object) -> Image:
    return np.asarray(array, dtype=np.uint8)


def _level(page: Page, corners: Floats) -> Image:
    """Choose the raster whose pixels are no larger than the picture's, and less than half as large."""
    across = max(
        float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[2] - corners[3]))
    )
    down = max(float(np.linalg.norm(corners[3] - corners[0])), float(np.linalg.norm(corners[2] - corners[1])))
    chosen = page.levels[0]
    for level in page.levels[1:]:
        if level.shape[1] < across or level.shape[0] < down:
            break
        chosen = level
    return chosen


def _mixed(above: Image, below: Image, cover: Image) -> Image:
    kept = cv2.multiply(above, cover, scale=1 / 255)
    return _bytes(cv2.add(kept, cv2.multiply(below, cv2.bitwise_not(cover), scale=1 / 255)))


def _smeared(image: Image, smear: tuple[float, float]) -> Image:
    length = hypot(*smear)
    if length < 0.7:
        return image
    reach = ceil(length / 2) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=np.float32)
    steps = np.linspace(-0.5, 0.5, 4 * reach + 1)
    for step in steps:
        x, y = reach + smear[0] * step, reach + smear[1] * step
        column, row = int(x), int(y)
        right, down = x - column, y - row
        kernel[row, column] += (1 - right) * (1 - down)
        kernel[row, column + 1] += right * (1 - down)
        kernel[row + 1, column] += (1 - right) * down
        kernel[row + 1, column + 1] += right * down
    return _bytes(cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE))


def _hall(size: tuple[int, int], random: np.random.Generator) -> Image:
    """Draw an exhibition hall out of focus: stands, lamps, people."""
    width, height = size
    hall = np.full((height // 4, width // 4), 110, dtype=np.uint8)
    for _ in range(30):
        x, y = int(random.integers(0, width // 4)), int(random.integers(0, height // 4))
        w, h = int(random.integers(4, width // 16)), int(random.integers(4, height // 10))
        cv2.rectangle(hall, (x, y), (x + w, y + h), (float(random.integers(30, 230)),), -1)
    large = cv2.resize(cv2.GaussianBlur(hall, (0, 0), 1.2), size, interpolation=cv2.INTER_LINEAR)
    return _bytes(large)


def _falloff(size: tuple[int, int], light: Light, random: np.random.Generator) -> Image:
    """Return the light on each pixel, in 255ths: from one side, strongest off the middle."""
    width, height = size
    angle = radians(float(random.uniform(0, 360)))
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    slope = (x * cos(angle) + y * sin(angle)) / (abs(cos(angle)) + abs(sin(angle)))
    return _bytes(light.level * (1 - light.falloff * (slope + 1) / 2))
