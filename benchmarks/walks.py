"""Own the figures of walks: when a badge carried towards a simulated camera is read first, and by whom.

Each reader meets the same frames on a simulated clock of 30 frames a second: while it computes, frames pass
by unseen, so that a slow reader sees fewer. Its computing time is measured in the same run.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
import qrcode
import zxingcpp
from pyzbar import pyzbar

from kiosk.rehearsal.optics import LIGHTS, SIZES, Page, Webcam
from kiosk.rehearsal.walk import MANNERS, Carry, approach
from kiosk.vision.reader import Reader
from kiosk.vision.reading import Image

RESULTS = Path(__file__).parent / "results" / "walks.txt"
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RATE = 30
LENGTH = 2.4  # seconds for the 0.95 m: a slow walk up to a gate
FORMATS = {"A6": ((105, 148), 40.0), "CR80": ((86, 54), 28.0)}
SAMPLING_LIMIT = 1.5  # pixels a module


@dataclass(frozen=True)
class Walk:
    size: str
    light: str
    paper: str
    seed: int


def code_text(random: np.random.Generator) -> str:
    return "".join(random.choice(list(ALPHABET), 20))


def badge(text: str, paper: str) -> Page:
    """Draw a plain badge: a name, and the code of the credential's version in its lower half."""
    (width, height), side = FORMATS[paper]
    per_mm = 8
    code = qrcode.QRCode(version=1, error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=1)
    code.add_data(text)
    modules = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    pixels = round(side / 21 * 29 * per_mm)
    image = np.full((height * per_mm, width * per_mm), 255, np.uint8)
    cv2.putText(image, "KIOSK", (40, 120), cv2.FONT_HERSHEY_SIMPLEX, 3, 30.0, 8)
    top, left = height * per_mm - pixels - 8, (width * per_mm - pixels) // 2
    image[top : top + pixels, left : left + pixels] = cv2.resize(modules, (pixels, pixels), interpolation=0)
    return Page(image, 1 / per_mm)


def zxing(image: Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(image, formats=QR)}


def zbar(image: Image) -> set[str]:
    return {
        code.data.decode("utf-8", "replace")
        for code in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    }


def opencv() -> Callable[[Image], set[str]]:
    detector = cv2.QRCodeDetectorAruco()

    def read(image: Image) -> set[str]:
        is_found, texts, _, _ = detector.detectAndDecodeMulti(image)
        return set(texts) - {""} if is_found else set()

    return read


def ours() -> Callable[[Image], set[str]]:
    reader = Reader()
    return lambda image: {reading.text for reading in reader.look(image).readings}


PEERS: dict[str, Callable[[], Callable[[Image], set[str]]]] = {
    "ours": ours,
    "zxing-cpp": lambda: zxing,
    "zbar": lambda: zbar,
    "opencv": opencv,
}


def first_reads(walk: Walk, names: list[str]) -> dict[str, float | None]:
    """Return for each reader when it first read the badge, in seconds after the walk's start."""
    text = code_text(np.random.default_rng(walk.seed))
    carry = Carry(badge(text, walk.paper), MANNERS[walk.light], walk.seed)
    webcam = Webcam(SIZES[walk.size], LIGHTS[walk.light], walk.seed)
    readers = {name: PEERS[name]() for name in names}
    free = dict.fromkeys(names, 0.0)
    first: dict[str, float | None] = dict.fromkeys(names)
    for number in range(round(LENGTH * RATE) + RATE):  # a second of holding it up at the end
        at = number / RATE
        waiting = [name for name in names if first[name] is None and free[name] <= at]
        image = webcam.take([carry.at(at, approach(at, LENGTH))])
        for name in waiting:
            start = perf_counter()
            texts = readers[name](image)
            free[name] = at + perf_counter() - start
            assert name != "ours" or texts <= {text}, f"read {texts} for {text}"
            if text in texts:
                first[name] = free[name]
        if all(time is not None for time in first.values()):
            break
    return first


def reach(at: float | None, walk: Walk) -> float:
    """Return the distance of a first read as a share of the sampling limit's, 0 where there was none."""
    if at is None:
        return 0.0
    focal = 0.8 * SIZES[walk.size][0]
    limit = focal * FORMATS[walk.paper][1] / 21 / SAMPLING_LIMIT
    return approach(at, LENGTH) / min(limit, approach(0, LENGTH))


def main() -> None:
    cv2.setNumThreads(1)
    walks_each = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    names = list(PEERS)
    inf = float("inf")
    lines = [
        f"{'walks':22}{'count':>6}"
        + "".join(f"{name:>11}" for name in names)
        + f"{'not later':>11}{'reach':>8}",
        "median first read in seconds (-: never); not later than the best peer; reach over sampling limit",
    ]
    not_later, total = 0, 0
    for light in LIGHTS:
        for size in SIZES:
            for paper in FORMATS:
                walks = [Walk(size, light, paper, 1000 + number) for number in range(walks_each)]
                results = [first_reads(walk, names) for walk in walks]
                times = {name: [r[name] if r[name] is not None else inf for r in results] for name in names}
                # One frame later is a tie: the clock has no finer grain.
                held = sum(
                    times["ours"][n] <= min(times[name][n] for name in names[1:]) + 1 / RATE
                    for n in range(len(walks))
                )
                not_later, total = not_later + held, total + len(walks)
                middle = {name: median(times[name]) for name in names}
                shares = median(reach(r["ours"], walk) for r, walk in zip(results, walks, strict=True))
                lines.append(
                    f"{light + ' ' + size + ' ' + paper:22}{len(walks):6}"
                    + "".join(f"{middle[n]:11.2f}" if middle[n] < inf else f"{'-':>11}" for n in names)
                    + f"{held / len(walks):11.0%}{shares:8.0%}"
                )
                print(lines[-1], flush=True)
    lines.append(f"not later than the best peer in {not_later} of {total} walks: {not_later / total:.1%}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
