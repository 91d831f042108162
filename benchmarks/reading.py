"""Reading: codes and milliseconds on labelled pictures, and the cost of empty live frames.

The pictures are divided into two halves by a digest of their names, and each is also read as fresh copies,
turned, shrunk, lit differently and with a little grain, all determined by its name.
"""

import sys
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from benchmarks.papers import code_text, print_pages
from kiosk.rehearsal.optics import LIGHTS, Webcam
from kiosk.vision.reader import Reader
from kiosk.vision.reading import Image, centre
from kiosk.vision.tiers import STILL

RESULTS = Path(__file__).parent / "results" / "reading.txt"
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Picture:
    name: str
    set_name: str
    image: Image
    labels: list[np.ndarray]


Centres = list[tuple[float, float]]


def load(folder: Path) -> list[Picture]:
    pictures = []
    for path in sorted(folder.glob("*/*.jpg")):
        rows = [line.split() for line in path.with_suffix(".txt").read_text().splitlines() if line.strip()]
        labels = [np.array([float(value) for value in row], dtype=np.float32).reshape(4, 2) for row in rows]
        pictures.append(Picture(path.name, path.parent.name, cv2.imread(str(path), 0), labels))
    return pictures


def matched(labels: list[np.ndarray], centres: Centres) -> int:
    """Count labels that hold a centre; each centre serves one label."""
    used: set[int] = set()
    for point in centres:
        for index, label in enumerate(labels):
            if index not in used and cv2.pointPolygonTest(label, point, measureDist=False) >= 0:
                used.add(index)
                break
    return len(used)


def half_of(picture: Picture) -> int:
    return zlib.crc32(f"{picture.set_name}/{picture.name}".encode()) % 2


def copy_of(picture: Picture, number: int) -> Picture:
    """Return the picture turned by any angle, a little smaller and lit differently, with its labels."""
    random = np.random.default_rng(zlib.crc32(f"{number}/{picture.set_name}/{picture.name}".encode()))
    height, width = picture.image.shape
    shrink = float(random.uniform(0.88, 0.99))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.uniform(0, 360)), shrink)
    wide, high = np.abs(turn[:, :2]) @ (width, height)
    size = round(float(wide)), round(float(high))
    turn[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    image = cv2.warpAffine(picture.image, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    lit = 255 * (image / 255) ** random.uniform(0.85, 1.15) + random.normal(0, 1, image.shape)
    labels = [np.asarray(label @ turn[:, :2].T + turn[:, 2], np.float32) for label in picture.labels]
    return Picture(picture.name, picture.set_name, np.clip(lit, 0, 255).astype(np.uint8), labels)


def turned(picture: Picture) -> list[np.ndarray]:
    """Return the labels of `lots` for the pictures as stored: they were drawn a quarter turn back."""
    width = picture.image.shape[1]
    return [np.stack((width - label[:, 1], label[:, 0]), axis=1) for label in picture.labels]


def zxing(image: Image) -> Centres:
    found = zxingcpp.read_barcodes(image, formats=QR)
    return [
        tuple(
            np.mean(
                [(p.x, p.y) for p in (c.top_left, c.top_right, c.bottom_right, c.bottom_left)], axis=0
            ).tolist()
        )
        for c in (code.position for code in found)
    ]


def zbar(image: Image) -> Centres:
    found = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [
        tuple(np.mean([(p.x, p.y) for p in code.polygon], axis=0).tolist()) for code in found if code.polygon
    ]


def ours(image: Image) -> Centres:
    return [centre(reading.corners) for reading in Reader().read(image).readings]


def run(pictures: list[Picture], readers: dict[str, Callable[[Image], Centres]]) -> list[str]:
    """Read every picture with every reader in turn, so that all meet the same machine."""
    read: dict[str, Counter[str]] = {name: Counter() for name in readers}
    lots: Counter[str] = Counter()
    half: dict[str, list[int]] = {name: [0, 0] for name in readers}
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for picture in pictures:
        for name, reader in readers.items():
            start = process_time()
            centres = reader(picture.image)
            seconds[name].append(process_time() - start)
            count = matched(picture.labels, centres)
            read[name][picture.set_name] += count
            half[name][half_of(picture)] += count
            if picture.set_name == "lots":
                lots[name] += matched(turned(picture), centres)
    total = Counter[str]()
    for picture in pictures:
        total[picture.set_name] += len(picture.labels)
    lines = [f"{'set':14}{'labels':>7}" + "".join(f"{name:>10}" for name in readers)]
    lines += [
        f"{key:14}{total[key]:7}" + "".join(f"{read[n][key]:10}" for n in readers) for key in sorted(total)
    ]
    lines.append(
        f"{'all':14}{sum(total.values()):7}" + "".join(f"{sum(read[n].values()):10}" for n in readers)
    )
    for which, title in enumerate(("one half", "other half")):
        lines.append(f"{title:21}" + "".join(f"{half[n][which]:10}" for n in readers))
    lines.append(f"{'lots, labels turned':21}" + "".join(f"{lots[n]:10}" for n in readers))
    mean = {name: 1000 * sum(times) / len(times) for name, times in seconds.items()}
    lines.append(f"{'mean ms a picture':21}" + "".join(f"{mean[n]:10.1f}" for n in readers))
    lines.append(f"{'over zbar':21}" + "".join(f"{mean[n] / mean['zbar']:10.2f}" for n in readers))
    lines.append(f"{'longest ms':21}" + "".join(f"{1000 * max(seconds[n]):10.0f}" for n in readers))
    return lines


def unseen(pictures: list[Picture], readers: dict[str, Callable[[Image], Centres]]) -> list[str]:
    """Read fresh copies; `lots` is left out, because its labels are beside its codes."""
    lines = [f"{'turned copies':21}" + "".join(f"{name:>10}" for name in readers)]
    for number in range(1, 4):
        read: Counter[str] = Counter()
        copies = [copy_of(picture, number) for picture in pictures if picture.set_name != "lots"]
        for copy in copies:
            for name, reader in readers.items():
                read[name] += matched(copy.labels, reader(copy.image))
        labels = sum(len(copy.labels) for copy in copies)
        lines.append(f"{f'copy {number} of {labels}':21}" + "".join(f"{read[n]:10}" for n in readers))
    return lines


def ladder(pictures: list[Picture]) -> list[str]:
    """Add the tiers one by one: what each gains in each half and costs behind those before it."""
    readers = [Reader(STILL[:count]) for count in range(1, len(STILL) + 1)]
    codes, seconds = [[0, 0] for _ in readers], [0.0] * len(readers)
    for picture in pictures:
        for number, reader in enumerate(readers):
            start = process_time()
            readings = reader.read(picture.image).readings
            seconds[number] += process_time() - start
            found = matched(picture.labels, [centre(reading.corners) for reading in readings])
            codes[number][half_of(picture)] += found
    lines = [f"{'tier added':18}{'codes':>7}{'one half':>10}{'other':>7}{'ms':>8}{'cost':>8}"]
    before, ms_before = [0, 0], 0.0
    for tier, counts, spent in zip(STILL, codes, seconds, strict=True):
        ms = 1000 * spent / len(pictures)
        gains = [count - old for count, old in zip(counts, before, strict=True)]
        lines.append(
            f"{tier.name:18}{sum(counts):7}{gains[0]:+10}{gains[1]:+7}{ms:8.1f}{ms - ms_before:+8.2f}"
        )
        before, ms_before = counts, ms
    return lines


def without_codes() -> list[Image]:
    """Draw pictures that hold no code: grain, squares, specks, halls, and badges whose code is whited out."""
    random = np.random.default_rng(31)
    pictures: list[Image] = []
    for side in (4, 6, 8, 12):
        squares = random.integers(0, 2, (720 // side, 1280 // side), dtype=np.uint8) * 255
        pictures.append(np.kron(squares, np.ones((side, side), dtype=np.uint8)))
        soft = cv2.GaussianBlur(pictures[-1], (0, 0), side / 3)
        pictures.append(np.asarray(soft, dtype=np.uint8))
        specks = random.integers(0, 256, (720, 1280)).astype(np.uint8)
        pictures.append(np.asarray(cv2.GaussianBlur(specks, (0, 0), side / 4), dtype=np.uint8))
    for light in LIGHTS.values():
        pictures += [Webcam((1280, 720), light, seed).take([]) for seed in range(70, 74)]
    texts = [code_text(np.random.default_rng(seed)) for seed in range(70, 76)]
    for paper in ("a6", "cr80"):
        for page in print_pages(texts, paper, 200):
            image = page.image.copy()
            for code in zxingcpp.read_barcodes(image, formats=QR):
                corner, far = code.position.top_left, code.position.bottom_right
                cv2.rectangle(image, (corner.x - 12, corner.y - 12), (far.x + 12, far.y + 12), (255.0,), -1)
            pictures.append(image)
    return pictures


def false_reads() -> str:
    """Read pictures without a code, still and live, every live tier in turn."""
    pictures, still, live = without_codes(), 0, 0
    for image in pictures:
        reader = Reader()
        still += len(reader.read(image).readings)
        live += sum(len(reader.look(image).readings) for _ in range(12))
    return f"{len(pictures)} pictures without a code: {still} read as stills, {live} in 12 live frames each"


def empty(frames: int = 300) -> list[str]:
    """Look at live frames without a code; alternate with one bare call of zxing-cpp."""
    lines = [
        f"{'empty frames':14}{'bare ms':>9}{'ours ms':>9}{'ratio':>7}{'worst':>7}{'at 15/s':>9}{'reads':>7}"
    ]
    for name, light in LIGHTS.items():
        webcam, reader, bare, look, reads = Webcam((1280, 720), light, 11), Reader(), [], [], 0
        for number in range(frames):
            if number % 50 == 0:
                webcam = Webcam((1280, 720), light, 11 + number)
            image = webcam.take([])
            start = process_time()
            zxingcpp.read_barcodes(image, formats=QR)
            middle = process_time()
            reads += len(reader.look(image).readings)
            bare.append(middle - start)
            look.append(process_time() - middle)
        ratio = sum(look) / sum(bare)
        worst = max(look) / (sum(bare) / frames)
        load = 15 * sum(look) / frames
        lines.append(
            f"{'720p ' + name:14}{1000 * sum(bare) / frames:9.2f}{1000 * sum(look) / frames:9.2f}"
            f"{ratio:7.2f}{worst:7.1f}{load:9.1%}{reads:7}"
        )
    return lines


def main() -> None:
    cv2.setNumThreads(1)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/qr-images")
    lines: list[str] = []
    if folder.is_dir():
        pictures = load(folder)
        readers = {"zxing-cpp": zxing, "zbar": zbar, "ours": ours}
        lines += [*run(pictures, readers), "", *unseen(pictures, readers), "", *ladder(pictures), ""]
    else:
        lines.append(f"no labelled pictures in {folder}: give their folder")
    lines += [*empty(), "", false_reads()]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
