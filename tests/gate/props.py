"""What the tests of a gate stand on: its post, a lamp that remembers, pictures of codes, the journal."""

import cv2
import numpy as np
import qrcode

from kiosk.domain.model import Direction
from kiosk.gate.post import open_gate
from kiosk.store.journal_reading import entries


def post_at(station, gate, direction):
    """Man a gate of a station."""
    checkpoint = station.event().checkpoint(gate, Direction(direction))
    return open_gate(station, checkpoint)


class Lamp:
    """Remembers what it showed."""

    def __init__(self):
        self.signs = []
        self.scans = []
        self.undoings = 0

    def show(self, sign):
        self.signs.append(sign)

    def recorded(self, admitted, latency_ms):
        assert latency_ms >= 0
        self.scans.append(admitted)

    def undone(self):
        self.undoings += 1

    def close(self):
        pass

    @property
    def colours(self):
        return [sign.colour for sign in self.signs]


def picture(*texts):
    """Draw codes beside each other on a grey wall."""
    wall = np.full((480, 640), 190, np.uint8)
    for n, text in enumerate(texts):
        code = qrcode.QRCode(version=1, error_correction=qrcode.ERROR_CORRECT_M, border=4, box_size=6)
        code.add_data(text)
        code.make(fit=len(text) > 20)
        cells = np.array(code.get_matrix(), np.uint8)
        image = cv2.resize((1 - cells) * 255, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
        top, left = 130, 60 + n * 280 if len(texts) > 1 else 220
        wall[top : top + image.shape[0], left : left + image.shape[1]] = image
    return wall


def acts(station):
    with station.database.read() as connection:
        return [entry.act for entry in entries(connection, station.journal)]
