"""What `doctor` says of the computer: the libraries, the readers and the fonts."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from kiosk.badge.text.fonts import Weight, main_face, missing
from kiosk.domain.wording import Phrase
from kiosk.service.checkup.finding import Finding, Level
from kiosk.service.words.translation import text
from kiosk.vision.reader import Reader

LIBRARIES = (
    "apsw", "cryptography", "opencv-python", "zxing-cpp", "pyzbar", "numpy", "qrcode", "pillow", "reportlab",
    "pypdfium2", "uharfbuzz", "pymupdf-fonts", "pydantic", "typer", "rich", "tzdata",
)  # fmt: skip
_SCRIPTS = {"Latin": "Ğüşıạễ", "Greek": "Αλέξης", "Cyrillic": "Ольга", "Arabic": "عمر"}
_AGAIN = "install Kiosk again: ./setup.sh in its folder, or the way you installed it"


def check_computer() -> list[Finding]:
    """Check what all stations of this computer share: libraries and fonts."""
    return [*_libraries(), *_fonts()]


def _libraries() -> Iterator[Finding]:
    found, absent = [f"Python {platform.python_version()}"], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            absent.append(name)
    yield Finding(Level.OK, "libraries", ", ".join(found))
    if absent:
        yield Finding(
            Level.ERROR, "libraries", Phrase("not installed: {names}", names=", ".join(absent)), _AGAIN
        )
    if Reader().has_zbar:
        yield Finding(Level.OK, "zbar", "the second reader is there")
    else:
        do = Phrase(
            "{advice} (badges are read without it, some hard ones less well)",
            advice=zbar_advice(platform.system()),
        )
        yield Finding(Level.WARN, "zbar", "the second reader's library is not installed", do)


def zbar_advice(system: str) -> str:
    """Say how to install zbar on a system, as named by `platform.system`."""
    advice = {
        "Darwin": "brew install zbar",
        "Windows": text("install Microsoft's Visual C++ Redistributable for Visual Studio 2013 (x64)"),
    }
    return advice.get(system, text("sudo apt install libzbar0, or what your system calls zbar"))


def _fonts() -> Iterator[Finding]:
    try:
        faces = sorted({main_face(weight).name for weight in Weight})
        lacking = [script for script, sample in _SCRIPTS.items() if missing(sample)]
    except (KeyError, OSError, RuntimeError, ValueError) as error:
        yield Finding(Level.ERROR, "fonts", Phrase("cannot be opened: {error}", error=error), _AGAIN)
        return
    if lacking:
        yield Finding(
            Level.ERROR, "fonts", Phrase("no letters for {scripts}", scripts=", ".join(lacking)), _AGAIN
        )
    else:
        yield Finding(
            Level.OK,
            "fonts",
            Phrase("{faces}; letters for {scripts}", faces=", ".join(faces), scripts=", ".join(_SCRIPTS)),
        )


# --- This station ---------------------------------------------------------------------------------------
