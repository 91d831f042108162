"""Small pictures of what a camera sees, for people who look at a page."""

import cv2

from kiosk.vision.reading import Image

WIDTH, HEIGHT = 320, 180
"""Pixels within which a small picture fits."""
_QUALITY = 60


def small_jpeg(image: Image) -> bytes:
    """Return a picture as a JPEG of at most 320 x 180, in its own proportions."""
    height, width = image.shape[:2]
    scale = min(WIDTH / width, HEIGHT / height, 1.0)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrunk = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", shrunk, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
