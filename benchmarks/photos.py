"""Phone photos imported by the whole command, against Pillow's own way to reduce them.

`python -m benchmarks.photos [COUNT] [--threads]` prints a table, kept in benchmarks/results/photos.txt.
Photos have 12 megapixels and about 3 MB; they are a few drawn portraits that differ by a comment.
The reference decodes each at reduced size (`draft`), reduces it to a badge's photo (`thumbnail`) and encodes
it, in one process, and stores nothing. `kiosk import --photos` does that, looks for the face, cuts around it,
and stores picture and person on disk. With `--threads` a pool of threads is measured too.
"""

import io
import os
import platform
import statistics
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.badges import names, write_photos
from benchmarks.measuring import BUSY, Cost, Table, cost_here, cost_of, load, middle
from kiosk.bootstrap.creation import Birth, create_station
from kiosk.rehearsal.portrait import draw_portrait
from kiosk.service.lists.photo_folder import take_in

HERE = Path(__file__).parent
SIZE = (3024, 4032)
FACES = 12
ROUNDS = 3
SMALL = (413, 531)


def telephone_photo(nth: int) -> bytes:
    """Draw a portrait as large and grainy as a phone's."""
    picture = Image.open(io.BytesIO(draw_portrait(nth))).convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)
    grain = np.random.default_rng(nth).normal(0, 6, (SIZE[1], SIZE[0], 1)).astype(np.int16)
    pixels = (np.asarray(picture, np.int16) + grain).clip(0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=90)
    return out.getvalue()


def reference(files: list[Path]) -> None:
    """Reduce each photo as Pillow's manual says, one after the other."""
    for file in files:
        with Image.open(io.BytesIO(file.read_bytes())) as picture:
            picture.draft("RGB", (SMALL[0] * 2, SMALL[1] * 2))
            picture.thumbnail(SMALL)
            picture.save(io.BytesIO(), "JPEG", quality=86)


def threaded(files: list[Path]) -> None:
    """Process the photos in threads of one process, and store nothing."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for taken in pool.map(lambda file: take_in(file.read_bytes()), files):
            assert isinstance(taken, bytes)


def imported(folder: Path, photos: Path, listed: Path) -> Cost:
    """Import the list with its photos into a new station."""
    create_station(folder, Birth(date(2025, 11, 11))).station.close()
    command = ("-m", "kiosk", "import", listed, "--photos", photos, "--dir", folder)
    return cost_of(sys.executable, *command)


def main(count: int = 2000, *, with_threads: bool = False) -> None:
    table = Table()
    say = table.say
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "photos").mkdir()
        drawn = [telephone_photo(nth) for nth in range(min(FACES, count))]
        files = write_photos(folder / "photos", drawn, count)
        rows = (f"P{nth};{';'.join(names(nth))};visitor;{nth}.jpg\n" for nth in range(count))
        head = "external_id;given_name;family_name;category;photo_file\n"
        (folder / "list.csv").write_text(head + "".join(rows), encoding="utf-8")
        weight = statistics.mean(file.stat().st_size for file in files) / 1e6
        say(
            f"telephone photos: {os.cpu_count()} cores, Python {platform.python_version()}, {count} photos of"
            f" {SIZE[0]} x {SIZE[1]} pixels, {weight:.1f} MB"
        )
        say(f"{'':38}{'photos':>7}{'seconds':>9}{'cpu':>8}{'ms a photo':>12}{'ratio':>8}")
        sample = files[: max(24, count // 10)]
        slow, fast, threads = [], [], []
        for turn in range(ROUNDS):
            slow.append(cost_here(reference, sample))
            fast.append(imported(folder / f"station{turn}", folder / "photos", folder / "list.csv"))
            if with_threads:
                threads.append(cost_here(threaded, sample))
        base = middle(slow).wall / len(sample)

        def row(title: str, photos: int, costs: list[Cost]) -> None:
            cost = middle(costs)
            each = cost.wall / photos
            say(f"{title:38}{photos:7}{cost.wall:9.2f}{cost.cpu:8.2f}{each * 1000:12.1f}{each / base:8.2f}")

        row("Pillow draft + thumbnail, one process", len(sample), slow)
        row("kiosk import --photos, whole command", count, fast)
        ratio = middle(fast).cpu / count / (middle(slow).cpu / len(sample))
        say(f"ratio by processors' time alone, of one core to one: {ratio:.2f}; {BUSY}: {load()}")
        if with_threads:
            row("the same intake by threads, no store", len(sample), threads)
    table.keep("photos.txt")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    main(*numbers, with_threads="--threads" in sys.argv)
