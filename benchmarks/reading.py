"""Own the figures of reading: codes and milliseconds on labelled pictures, the cost of empty live frames."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

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


def turned(picture: Picture) -> list[np.ndarray]:
    """Return the labels of `lots` as the pictures lie: they were drawn on pictures a quarter turn back."""
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
    for number, picture in enumerate(pictures):
        for name, reader in readers.items():
            start = perf_counter()
            centres = reader(picture.image)
            seconds[name].append(perf_counter() - start)
            count = matched(picture.labels, centres)
            read[name][picture.set_name] += count
            half[name][number % 2] += count
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
    for which, title in enumerate(("even pictures", "odd pictures")):
        lines.append(f"{title:21}" + "".join(f"{half[n][which]:10}" for n in readers))
    lines.append(f"{'lots, labels turned':21}" + "".join(f"{lots[n]:10}" for n in readers))
    mean = {name: 1000 * sum(times) / len(times) for name, times in seconds.items()}
    lines.append(f"{'mean ms a picture':21}" + "".join(f"{mean[n]:10.1f}" for n in readers))
    lines.append(f"{'over zbar':21}" + "".join(f"{mean[n] / mean['zbar']:10.2f}" for n in readers))
    lines.append(f"{'longest ms':21}" + "".join(f"{1000 * max(seconds[n]):10.0f}" for n in readers))
    return lines


def ladder(pictures: list[Picture]) -> list[str]:
    """Add the tiers one by one: what each gains and costs behind those before it."""
    readers = [Reader(STILL[:count]) for count in range(1, len(STILL) + 1)]
    codes, seconds = [0] * len(readers), [0.0] * len(readers)
    for picture in pictures:
        for number, reader in enumerate(readers):
            start = perf_counter()
            readings = reader.read(picture.image).readings
            seconds[number] += perf_counter() - start
            codes[number] += matched(picture.labels, [centre(reading.corners) for reading in readings])
    lines = [f"{'tier added':18}{'codes':>7}{'gain':>7}{'ms':>8}{'cost':>8}"]
    before, ms_before = 0, 0.0
    for tier, count, spent in zip(STILL, codes, seconds, strict=True):
        ms = 1000 * spent / len(pictures)
        lines.append(f"{tier.name:18}{count:7}{count - before:+7}{ms:8.1f}{ms - ms_before:+8.2f}")
        before, ms_before = count, ms
    return lines


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
            start = perf_counter()
            zxingcpp.read_barcodes(image, formats=QR)
            middle = perf_counter()
            reads += len(reader.look(image).readings)
            bare.append(middle - start)
            look.append(perf_counter() - middle)
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
        lines += [*run(pictures, readers), "", *ladder(pictures), ""]
    else:
        lines.append(f"no labelled pictures in {folder}: give their folder")
    lines += empty()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
