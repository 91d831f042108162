"""Own the QR code of a badge: version 1-M, 20 characters, as a grid of modules and as a vector path."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import qrcode
from qrcode.util import MODE_ALPHA_NUM, QRData

from kiosk.domain.errors import KioskError

#: Modules on a side of version 1 (ISO/IEC 18004, 5.3.1), and the quiet zone on each side (5.3.8).
MODULES = 21
QUIET = 4
#: One mask for all: any of the eight is valid, and choosing costs nine tenths of the time of a code.
_MASK = 3
_CAPACITY = 20  # alphanumeric characters in version 1-M
_DARK = re.compile("1+")


def grid(credential: str) -> tuple[str, ...]:
    """Encode a credential: 21 rows of 21 characters, ``1`` for a dark module.

    Raises:
        KioskError: The text is longer than version 1-M holds, or not upper-case alphanumeric.
    """
    if not (credential.isascii() and credential.isalnum() and credential == credential.upper()):
        raise KioskError("the code of a badge holds digits and upper-case letters only")
    if len(credential) > _CAPACITY:
        raise KioskError(f"the code of a badge holds {_CAPACITY} characters, not {len(credential)}")
    code = qrcode.QRCode(
        version=1, error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=_MASK
    )
    code.add_data(QRData(credential.encode(), mode=MODE_ALPHA_NUM, check_data=False), optimize=0)
    code.make(fit=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.modules)


@lru_cache(maxsize=16)
def path(credential: str) -> bytes:
    """Draw the code as PDF path operators, one unit a module, the origin at its bottom left.

    One path filled once: rectangles that touch leave no seam at any resolution.
    """
    return b" ".join(_rectangles(grid(credential)))


def _rectangles(rows: Sequence[str]) -> list[bytes]:
    found: list[bytes] = []
    for row, cells in enumerate(rows):
        found.extend(_row(MODULES - 1 - row, cells))
    found.append(b"f")
    return found


@cache
def _run(left: int, bottom: int, length: int) -> bytes:
    return b"%d %d %d 1 re" % (left, bottom, length)


def _row(bottom: int, cells: str) -> list[bytes]:
    return [_run(run.start(), bottom, run.end() - run.start()) for run in _DARK.finditer(cells)]
