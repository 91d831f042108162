"""Badge PDFs: Kiosk against the plain loop that a good programmer writes first.

`python -m benchmarks.badges [COUNT]` prints a table, kept in benchmarks/results/badges.txt. Both make A6
badges with a photo of about 30 kB at 413 x 531 pixels, two names and a code, and are timed by turns.
"""

import io
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.measuring import Table, cost_here
from kiosk.badge.design.template import load_template
from kiosk.badge.drawing.content import BadgeContent, DayMark, Placed
from kiosk.badge.pdf.render import Printing, render
from kiosk.badge.text.fonts import typeface
from kiosk.service.prints.proof import PrintedWith, prove

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "badge_templates"
MADE_AT = datetime(2025, 11, 10, tzinfo=UTC)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GIVEN = (
    "Aminata",
    "Mehmet",
    "Fatoumata",
    "Kwame",
    "Zeynep",
    "Ibrahim",
    "Awa",
    "Seydou",
    "Chinedu",
    "Ousmane",
)
FAMILY = ("TRAORÉ", "IŞIK", "OUÉDRAOGO", "MENSAH", "DIALLO", "YILMAZ", "KONATÉ", "ADEYEMI", "BENALI", "MAÏGA")
DAYS = tuple(DayMark(date(2025, 11, 11 + n), f"nov. {11 + n}", n != 2) for n in range(4))
ROUNDS = 3


def photo() -> bytes:
    """Draw a portrait whose JPEG takes about 30 kB."""
    grain = Image.effect_noise((413, 531), 34).convert("RGB")
    face = Image.new("RGB", (413, 531), "#c9d2d8")
    ImageDraw.Draw(face).ellipse((110, 90, 300, 350), fill="#7d5238")
    out = io.BytesIO()
    Image.blend(face, grain, 0.22).save(out, "JPEG", quality=70)
    return out.getvalue()


def write_photos(folder: Path, pictures: Sequence[bytes], count: int) -> list[Path]:
    """Write JPEG files, the pictures by turns; no two files are alike: they differ by a comment."""
    files = []
    for nth in range(count):
        picture, note = pictures[nth % len(pictures)], f"photo {nth}".encode()
        comment = b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note
        files.append(folder / f"{nth}.jpg")
        files[-1].write_bytes(picture[:2] + comment + picture[2:])
    return files


def credential(nth: int) -> str:
    value = (nth + 1) * 0x9E3779B97F4A7C15F39CC0605 % 32**20
    return "".join(ALPHABET[value // 32**place % 32] for place in range(20))


def names(nth: int) -> tuple[str, str]:
    """Return names unique in the run, so that no shaped word is cached by accident."""
    return f"{GIVEN[nth % 10]} {nth}", f"{FAMILY[nth // 10 % 10]}-{FAMILY[nth // 100 % 10]} {nth}"


def plain(files: list[Path], out: Path, first: int) -> None:
    """Print with the loop that a programmer writes first."""
    for key in ("figo", "figbo"):
        pdfmetrics.registerFont(TTFont(key, io.BytesIO(typeface(key).data)))
    canvas = Canvas(str(out), pagesize=A6)
    for nth, file in enumerate(files, first):
        given, family = names(nth)
        canvas.setFillColorRGB(0.08, 0.13, 0.18)
        canvas.rect(0, 131 * mm, 105 * mm, 17 * mm, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("figbo", 14)
        canvas.drawString(7 * mm, 137 * mm, "SALON DE DÉFENSE ET DE SÉCURITÉ")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawImage(str(file), 7 * mm, 95 * mm, 26 * mm, 33 * mm)
        canvas.setFont("figo", 19)
        canvas.drawString(7 * mm, 85 * mm, given)
        canvas.setFont("figbo", 22)
        canvas.drawString(7 * mm, 75 * mm, family)
        canvas.setFillColorRGB(0.12, 0.44, 0.29)
        canvas.rect(0, 55.4 * mm, 105 * mm, 9.2 * mm, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("figbo", 15)
        canvas.drawString(15 * mm, 58 * mm, "E   Exposant · Exhibitor")
        canvas.setFillColorRGB(0, 0, 0)
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
        code.add_data(credential(nth))
        code.make()
        matrix = code.get_matrix()
        side = 40 * mm / len(matrix)
        for row, cells in enumerate(matrix):
            for column, dark in enumerate(cells):
                if dark:
                    x, y = 7.62 * mm + column * side, 47.7 * mm - (row + 1) * side
                    canvas.rect(x, y, side, side, stroke=0, fill=1)
        canvas.setFont("figo", 10)
        canvas.drawString(57.5 * mm, 8 * mm, f"N° 0007-{nth:07d}-{nth % 10}")
        canvas.showPage()
    canvas.save()


def contents(files: list[Path], first: int) -> Iterator[BadgeContent]:
    for nth, file in enumerate(files, first):
        given, family = names(nth)
        yield BadgeContent(
            credential=credential(nth),
            number=f"0007-{nth:07d}-{nth % 10}",
            event_lines=("SALON DE DÉFENSE", "ET DE SÉCURITÉ"),
            event_note="11-14 novembre 2025\nBamako · Koulikoro",
            given_name=given,
            family_name=family,
            category_names=("Exposant", "Exhibitor"),
            category_letter="E",
            colour="#1f6f4a",
            zones=("HALL", "CONF"),
            days=DAYS,
            photo=file.read_bytes(),
        )


def kiosk(files: list[Path], out: Path, first: int, workers: int) -> None:
    template = load_template(TEMPLATES, "a6")
    with out.open("wb") as stream:
        made = render(contents(files, first), {"": template}, stream, Printing(MADE_AT, workers=workers))
    assert made.pages == len(files), made.unfit[:1]


def proved(out: Path, count: int, number: int) -> None:
    """Prove a print as the product does; `first` is the number of the badge on the first page."""
    template = load_template(TEMPLATES, "a6")
    expected = {f"{page}": credential(number + page - 1) for page in range(1, count + 1)}
    placed = [Placed(f"{page}", page) for page in range(1, count + 1)]
    done: list[int] = []
    prove(out, PrintedWith({"": template}), placed, expected, done.append)
    assert sum(done) == count


def timed(act: Callable[..., None], *arguments: object) -> float:
    return cost_here(act, *arguments).wall


def peak_of(count: int, folder: Path) -> float:
    """Return the peak memory in MiB of a fresh process that prints this many badges."""
    script = (
        "import sys; from pathlib import Path; from benchmarks import badges as b;"
        f"files=[Path({str(folder)!r})/f'{{n}}.jpg' for n in range({count})];"
        f"b.kiosk(files, Path({str(folder)!r})/'peak.pdf', 0, 1);"
        "print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"
    )
    found = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return float(found.stdout) / 1024


def one_cold(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC;"
        "from kiosk.badge.drawing.content import BadgeContent;"
        "from kiosk.badge.pdf.render import Printing, render;"
        "from kiosk.badge.design.template import load_template; folder = Path(sys.argv[1]);"
        "one = BadgeContent('0' * 20, '1', ('S',), '', 'MAÏGA', photo=(folder / '0.jpg').read_bytes());"
        "template = load_template(Path(sys.argv[2]), 'a6');"
        "render([one], {'': template}, (folder / 'cold.pdf').open('wb'), Printing(datetime.now(UTC)))"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", script, str(folder), str(TEMPLATES)], check=True)


def main(count: int = 5000) -> None:
    sample = max(50, count // 10)
    table = Table()
    say = table.say
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_photos(folder, [photo()], count)
        weight = files[0].stat().st_size
        say(
            f"badge PDFs: {os.cpu_count()} cores, Python {platform.python_version()}, photo of {weight} bytes"
        )
        say(f"{'':34}{'badges':>8}{'seconds':>10}{'a second':>10}{'ratio':>8}")
        slow, alone, fast, proof = [], [], [], []
        for turn in range(ROUNDS):
            number = turn * 100_000
            slow.append(sample / timed(plain, files[:sample], folder / "plain.pdf", number))
            alone.append(sample / timed(kiosk, files[:sample], folder / "one.pdf", number + 50_000, 1))
            fast.append(count / timed(kiosk, files, folder / "kiosk.pdf", number, 2))
            proof.append(timed(proved, folder / "kiosk.pdf", count, number))
        reference = statistics.median(slow)

        def row(title: str, badges: int, rate: float) -> None:
            say(f"{title:34}{badges:8}{badges / rate:10.2f}{rate:10.0f}{rate / reference:8.1f}")

        row("plain reportlab + qrcode loop", sample, reference)
        row("kiosk, one process", sample, statistics.median(alone))
        row("kiosk, both cores", count, statistics.median(fast))
        both = [count / (count / rate + seconds) for rate, seconds in zip(fast, proof, strict=True)]
        row("kiosk, and every code proved", count, statistics.median(both))
        size = (folder / "kiosk.pdf").stat().st_size
        say(f"bytes a badge beyond its photo: {size / count - weight:.0f}")
        few = count // 10
        say(f"peak memory, MiB: {peak_of(few, folder):.0f} at {few}, {peak_of(count, folder):.0f} at {count}")
        warm = [timed(kiosk, files[:1], folder / "one.pdf", 900_000 + n, 1) * 1000 for n in range(20)]
        say(f"one badge from a warm process: {statistics.median(warm):.1f} ms")
        cold = [timed(one_cold, folder) for _ in range(3)]
        say(f"one badge from a cold process, imports and all: {statistics.median(cold):.2f} s")
    table.keep("badges.txt")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
