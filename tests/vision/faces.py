"""The drawn faces of the tests: shaded like a photo, in any skin tone, anywhere in a picture."""

from dataclasses import dataclass

import cv2
import numpy as np

Colour = tuple[int, int, int]
TONES: tuple[Colour, ...] = ((40, 58, 96), (62, 92, 141), (104, 142, 192), (160, 190, 228))
"""Blue, green, red."""
WALL: Colour = (206, 204, 196)


@dataclass(frozen=True, slots=True)
class Sitter:
    """One drawn person: where the point between the eyes is, how far apart they are, the skin's tone."""

    x: int
    y: int
    apart: int
    tone: Colour = TONES[1]


def wall(width: int = 413, height: int = 531, colour: Colour = WALL) -> np.ndarray:
    """Return a plain wall, a little darker at its foot."""
    shade = np.linspace(1.04, 0.86, height)[:, None, None]
    return np.clip(np.full((height, width, 3), colour) * shade, 0, 255).astype(np.uint8)


def seat(picture: np.ndarray, sitter: Sitter) -> np.ndarray:
    """Draw a person into a picture: hair, face, neck, shoulders, with soft shadows; and some grain."""
    far = sitter.apart

    def at(across: float, down: float) -> tuple[int, int]:
        return round(sitter.x + across * far), round(sitter.y + down * far)

    def blob(across: float, down: float, wide: float, tall: float, colour: Colour) -> None:
        axes = (max(1, round(wide * far)), max(1, round(tall * far)))
        cv2.ellipse(drawn, at(across, down), axes, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)

    def shaded(share: float) -> Colour:
        blue, green, red = (int(min(255, part * share)) for part in sitter.tone)
        return blue, green, red

    drawn = picture.copy()
    blob(0, 4.4, 2.9, 2.0, (96, 58, 40))
    cv2.rectangle(drawn, at(-0.6, 1.2), at(0.6, 2.9), shaded(0.78), cv2.FILLED)
    blob(0, -0.05, 1.28, 1.75, (30, 28, 32))
    blob(0, 0.4, 1.08, 1.55, sitter.tone)
    blob(0, -0.55, 0.62, 0.36, shaded(1.1))
    for side in (-1, 1):
        blob(side * 0.52, 0.62, 0.3, 0.3, shaded(1.1))
        blob(side * 0.5, -0.02, 0.34, 0.2, shaded(0.62))
        blob(side * 0.5, 0.0, 0.15, 0.1, (36, 30, 30))
        blob(side * 0.5, -0.26, 0.34, 0.07, (34, 32, 38))
    blob(0, 0.35, 0.13, 0.45, shaded(1.14))
    blob(0, 0.78, 0.24, 0.08, shaded(0.7))
    blob(0, 1.2, 0.42, 0.13, (62, 58, 112))
    blob(0, 1.7, 0.28, 0.14, shaded(1.08))
    soft = cv2.GaussianBlur(drawn, (0, 0), max(0.8, far / 22))
    grain = np.random.default_rng(3).normal(0, 2.5, soft.shape)
    return np.clip(soft + grain, 0, 255).astype(np.uint8)
