"""Draw the codes and pictures that the vision tests read."""

from dataclasses import dataclass
from datetime import UTC, datetime

import cv2
import numpy as np
import qrcode

from kiosk.rehearsal.optics import Page
from kiosk.vision.reading import Image

CODE = "0123456789ABCDEFGHJK"
OTHER = "ZYXWVTSRQPNMKJHGFEDC"


@dataclass
class Hand:
    """A clock whose hand the test moves."""

    seconds: float = 100.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, tz=UTC)

    def monotonic(self) -> float:
        return self.seconds


def code(text: str, pixels_a_module: int = 6, version: int | None = None) -> Image:
    """Draw a code with its quiet zone."""
    drawn = qrcode.QRCode(version, qrcode.constants.ERROR_CORRECT_M, pixels_a_module, border=4)
    drawn.add_data(text)
    drawn.make(fit=version is None)
    matrix = np.where(np.array(drawn.get_matrix()), 0, 255).astype(np.uint8)
    return np.kron(matrix, np.ones((pixels_a_module, pixels_a_module), dtype=np.uint8))


def first_of_two(text: str) -> Image:
    """Draw the first part of a message in two codes (structured append, ISO/IEC 18004:2015, 8.1)."""
    bits = qrcode.util.BitBuffer()
    blocks = qrcode.base.rs_blocks(1, qrcode.constants.ERROR_CORRECT_M)
    room = 8 * sum(block.data_count for block in blocks)
    # Mode, number of this part, of the last one, parity; then bytes and their terminator.
    for value, length in ((3, 4), (0, 4), (1, 4), (0, 8), (4, 4), (len(text), 8)):
        bits.put(value, length)
    for value in text.encode():
        bits.put(value, 8)
    bits.put(0, room - len(bits))
    drawn = qrcode.QRCode(1, qrcode.constants.ERROR_CORRECT_M, border=4)
    drawn.data_cache = qrcode.util.create_bytes(bits, blocks)
    drawn.makeImpl(False, 0)
    matrix = np.where(np.array(drawn.get_matrix()), 0, 255).astype(np.uint8)
    return np.kron(matrix, np.ones((6, 6), dtype=np.uint8))


def canvas(*placed: tuple[Image, int, int], size: tuple[int, int] = (1280, 720)) -> Image:
    """Put drawings on grey, each at (left, top)."""
    image = np.full((size[1], size[0]), 170, dtype=np.uint8)
    for drawing, left, top in placed:
        image[top : top + drawing.shape[0], left : left + drawing.shape[1]] = drawing
    return image


def badge(text: str = CODE) -> Page:
    """Draw an A6 badge with a code 40 mm wide in its lower half, eight pixels a millimetre."""
    image = np.full((148 * 8, 105 * 8), 255, dtype=np.uint8)
    cv2.putText(image, "AMINATA", (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 4, (20.0,), 12)
    drawn = cv2.resize(code(text, 8, 1), (442, 442), interpolation=cv2.INTER_AREA)
    image[700:1142, 199:641] = drawn
    return Page(image, 1 / 8)


def noise(seed: int, size: tuple[int, int] = (320, 240), level: int = 120) -> Image:
    """Draw a frame that no other frame equals."""
    random = np.random.default_rng(seed)
    return random.integers(level - 40, level + 40, (size[1], size[0]), dtype=np.uint8)


def backlit(pixels_a_module: float, paper: float, seed: int) -> Image:
    """Draw a card before a bright window: its paper has a share of the window's light."""
    random = np.random.default_rng(seed)
    width = round(29 * pixels_a_module)
    drawn = cv2.resize(code(CODE, 8, 1), (width, width), interpolation=cv2.INTER_AREA)
    scene = np.full((720, 1280), 250, dtype=np.float64)
    scene[200 : 200 + 2 * width, 500 : 500 + 2 * width] = 250 * paper
    scene[200 + width : 200 + 2 * width, 500 : 500 + width] = drawn * (250 / 255 * paper)
    soft = cv2.GaussianBlur(scene, (0, 0), 0.7) + random.normal(0, 2.5, scene.shape)
    return np.clip(soft, 0, 255).astype(np.uint8)


def covered(corner: str, share: float) -> Image:
    """Draw a card with a thumb over a corner of its code, as broad as a share of the code's side."""
    card = canvas((code(CODE), 500, 250))
    left, top, side = 524, 274, 21 * 6
    x, y = left + side * ("right" in corner), top + side * ("lower" in corner)
    cv2.circle(card, (x, y), round(share * side), (150.0,), -1)
    return card
