"""Walks: when a printed badge carried towards a simulated camera is first read, by which decoder.

Each reader meets the same frames on a simulated clock of 30 frames a second: frames that come
while it computes are lost, so that a slow reader sees fewer. Computing time is processor time, measured in
the same run.
`python -m benchmarks.walks [WALKS [LIGHT...]]` keeps its table where all are walked.
"""

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import inf
from multiprocessing import get_context
from statistics import median
from time import process_time

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from benchmarks.measuring import Table
from benchmarks.papers import MODULES, code_side, code_text, print_pages
from kiosk.rehearsal.optics import FOCAL_WIDTHS, LIGHTS, SIZES, Page, Webcam
from kiosk.rehearsal.visitor import MANNERS, Carry, approach
from kiosk.vision.reader import Reader
from kiosk.vision.reading import Image

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
RATE = 30
LENGTH = 2.4  # seconds for the 0.95 m: a slow walk up to a gate
HELD = 1.0  # seconds that the badge is held up at the end
PAPERS = ("a6", "cr80")
WALKS = 12
DPI = 300
FIRST_SEED = 1000
SAMPLING_LIMIT = 1.5  # pixels a module

Reads = Callable[[Image], set[str]]
Times = Mapping[str, float]


@dataclass(frozen=True)
class Walk:
    size: str
    light: str
    paper: str
    seed: int


@cache
def printed(paper: str, walks: int) -> list[tuple[str, Page]]:
    """Print the badges of all walks with a paper: the same seed carries the same badge in every light."""
    seeds = range(FIRST_SEED, FIRST_SEED + walks)
    texts = [code_text(np.random.default_rng(seed)) for seed in seeds]
    return list(zip(texts, print_pages(texts, paper, DPI), strict=True))


def zxing(image: Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(image, formats=QR)}


def zbar(image: Image) -> set[str]:
    found = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return {code.data.decode("utf-8", "replace") for code in found}


def opencv() -> Reads:
    detector = cv2.QRCodeDetectorAruco()

    def read(image: Image) -> set[str]:
        is_found, texts, _, _ = detector.detectAndDecodeMulti(image)
        return set(texts) - {""} if is_found else set()

    return read


def ours() -> Reads:
    reader = Reader()
    return lambda image: {reading.text for reading in reader.look(image).readings}


READERS: dict[str, Callable[[], Reads]] = {
    "ours": ours,
    "zxing-cpp": lambda: zxing,
    "zbar": lambda: zbar,
    "opencv": opencv,
}
PEERS = tuple(name for name in READERS if name != "ours")


def first_reads(walk: Walk, badge: tuple[str, Page]) -> Times:
    """Return when each reader first read the badge, in seconds of the walk; infinity for never."""
    text, page = badge
    carry = Carry(page, MANNERS[walk.light], walk.seed)
    webcam = Webcam(SIZES[walk.size], LIGHTS[walk.light], walk.seed)
    readers = {name: made() for name, made in READERS.items()}
    free = dict.fromkeys(readers, 0.0)
    first = dict.fromkeys(readers, inf)
    for number in range(round((LENGTH + HELD) * RATE)):
        at = number / RATE
        image = webcam.take([carry.at(at, approach(at, LENGTH))])
        for name in [name for name in readers if first[name] == inf and free[name] <= at]:
            start = process_time()
            texts = readers[name](image)
            free[name] = at + process_time() - start
            assert name != "ours" or texts <= {text}, f"read {texts} for {text}"
            if text in texts:
                first[name] = free[name]
        if inf not in first.values():
            break
    return first


def best(times: Times) -> float:
    return min(times[name] for name in PEERS)


def is_held(times: Times) -> bool:
    """Say whether ours was not later; one frame later is a tie, since the clock is no finer."""
    return times["ours"] <= best(times) + 1 / RATE


def is_read(times: Times) -> bool:
    return min(times.values()) < inf


def reach(times: Times, walk: Walk) -> float:
    """Return the distance of our first read as a share of the sampling limit's, 0 if there was none.

    If the walk begins nearer than the limit, its start is the limit.
    """
    if times["ours"] == inf:
        return 0.0
    limit = FOCAL_WIDTHS * SIZES[walk.size][0] * code_side(walk.paper) / MODULES / SAMPLING_LIMIT
    return approach(times["ours"], LENGTH) / min(limit, approach(0, LENGTH))


def ahead(middle: Times) -> str:
    """Return by how many seconds our median is before the best peer's."""
    if middle["ours"] == inf:
        return "-" if best(middle) == inf else "later"
    return "alone" if best(middle) == inf else f"{best(middle) - middle['ours']:+.2f}"


def medians(results: list[Times]) -> Times:
    return {name: median(times[name] for times in results) for name in READERS}


def row(title: str, results: list[Times], shares: list[float]) -> str:
    middle = medians(results)
    read = [times for times in results if is_read(times)]
    held = f"{sum(map(is_held, read)) / len(read):.0%}" if read else "-"
    seconds = "".join(f"{middle[n]:10.2f}" if middle[n] < inf else f"{'-':>10}" for n in READERS)
    unread = len(results) - len(read)
    return f"{title:16}{len(results):6}{seconds}{ahead(middle):>8}{held:>11}{unread:8}{median(shares):8.0%}"


def summary(results: list[Times]) -> list[str]:
    read = [times for times in results if is_read(times)]
    held = sum(map(is_held, read))
    exact = sum(int(times["ours"] * RATE) <= best(times) * RATE for times in read)
    count = len(read)
    return [
        f"{len(results)} walks; {len(results) - count} that no reader reads are left out of what follows",
        f"not later than the best peer, one frame being a tie: in {held} of {count}, {held / count:.1%}",
        f"earlier, or within the same thirtieth of a second: in {exact} of {count}, {exact / count:.1%}",
    ]


def use_one_thread() -> None:
    """Restrict a reader to one thread, so that its processor time is its computing time."""
    cv2.setNumThreads(1)


def main() -> None:
    with ProcessPoolExecutor(initializer=use_one_thread, mp_context=get_context("spawn")) as pool:
        run(pool)


def run(pool: ProcessPoolExecutor) -> None:
    walks_each = int(sys.argv[1]) if len(sys.argv) > 1 else WALKS
    lights = tuple(sys.argv[2:]) or tuple(LIGHTS)
    table = Table()
    say = table.say
    say("median first read in seconds (-: not in the median walk); ahead: the best peer's median less ours;")
    say("not later than the best peer, of the walks that any reader reads; unread: by all readers;")
    say("reach: median distance of our first read over the sampling limit's (1.5 px a module, or 1.2 m)")
    titles = "".join(f"{name:>10}" for name in READERS)
    say(f"{'walks':16}{'count':>6}{titles}{'ahead':>8}{'not later':>11}{'unread':>8}{'reach':>8}")
    all_results: dict[str, list[Times]] = {light: [] for light in lights}
    all_shares: dict[str, list[float]] = {light: [] for light in lights}
    for light in lights:
        for size in SIZES:
            for paper in PAPERS:
                walks = [Walk(size, light, paper, FIRST_SEED + nth) for nth in range(walks_each)]
                results = list(pool.map(first_reads, walks, printed(paper, walks_each)))
                shares = [reach(times, walk) for times, walk in zip(results, walks, strict=True)]
                say(row(f"{light} {size} {paper}", results, shares))
                all_results[light] += results
                all_shares[light] += shares
    for light in lights:
        say(row(f"all {light}", all_results[light], all_shares[light]))
    for line in summary([times for results in all_results.values() for times in results]):
        say(line)
    if len(sys.argv) == 1:
        table.keep("walks.txt")


if __name__ == "__main__":
    main()
