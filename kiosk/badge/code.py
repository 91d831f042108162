"""The QR code of a badge: version 1-M, 20 characters, as a grid of modules and as a vector path."""

import re
from functools import cache, lru_cache

import qrcode
from qrcode.util import MODE_ALPHA_NUM, QRData

from kiosk.domain.errors import KioskError

MODULES = 21
"""Modules on a side of version 1 (ISO/IEC 18004, 5.3.1)."""
QUIET = 4
"""Modules of quiet zone on each side (5.3.8)."""
_MASK = 3
"""One mask for all codes: any of the eight is valid, and choosing takes nine tenths of a code's time."""
_CAPACITY = 20  # alphanumeric characters in version 1-M
_DARK = re.compile("1+")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The characters of alphanumeric mode by their value (7.4.4); a credential uses the first 36 only."""
_GROUP = 7
"""Modules of a row drawn at a time."""
_GROUPS = MODULES * MODULES // _GROUP
_GROUP_MASK = (1 << _GROUP) - 1


def grid(credential: str) -> tuple[str, ...]:
    """Encode a credential: 21 rows of 21 characters, ``1`` for a dark module.

    Raises:
        KioskError: the text is longer than version 1-M holds, or not upper-case alphanumeric.
    """
    for char in credential:
        _digit(char)
    if len(credential) > _CAPACITY:
        raise KioskError(
            "the code of a badge holds {capacity} characters, not {credential}",
            capacity=_CAPACITY,
            credential=len(credential),
        )
    return _encoded(credential)


def _encoded(text: str) -> tuple[str, ...]:
    code = qrcode.QRCode(
        version=1, error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=_MASK
    )
    code.add_data(QRData(text.encode(), mode=MODE_ALPHA_NUM, check_data=False), optimize=0)
    code.make(fit=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.modules)


@lru_cache(maxsize=16)
def path(credential: str) -> bytes:
    """Draw the code as PDF path operators, one unit a module, the origin at its bottom left.

    One path filled once: rectangles that touch leave no seam at any resolution.
    """
    modules = _modules(credential)
    groups = [_group(at, modules >> at * _GROUP & _GROUP_MASK) for at in range(_GROUPS)]
    return b"".join(groups) + b"f"


def _modules(credential: str) -> int:
    """Return the code as one number, the module at the bottom right lowest.

    With the mask fixed, the modules are an affine function of the data bits: error correction is linear over
    GF(2) (ISO/IEC 18004, 7.5), and so are masking and placing. So the code of twenty characters is the code
    of twenty zeros, changed by one constant for each data bit that is set.
    """
    if len(credential) != _CAPACITY:
        return _number(credential)
    found = _zeros()
    for pair in range(_CAPACITY // 2):
        first, second = credential[2 * pair], credential[2 * pair + 1]
        value = 45 * _digit(first) + _digit(second)
        for bit in range(11):
            if value >> bit & 1:
                found ^= _change(pair, bit)
    return found


@cache
def _change(pair: int, bit: int) -> int:
    """Return the modules that change when one bit of one pair of characters is set."""
    first, second = divmod(1 << bit, 45)
    digits = ["0"] * _CAPACITY
    digits[2 * pair : 2 * pair + 2] = _ALPHABET[first], _ALPHABET[second]
    return _number("".join(digits)) ^ _zeros()


def _digit(char: str) -> int:
    value = _ALPHABET.find(char, 0, 36)
    if value < 0 or not char:
        raise KioskError("the code of a badge holds digits and upper-case letters only")
    return value


@cache
def _zeros() -> int:
    return _number("0" * _CAPACITY)


def _number(text: str) -> int:
    return int("".join(_encoded(text)), 2)


@cache
def _group(at: int, cells: int) -> bytes:
    """Draw seven modules of a row; the first group is at the bottom right."""
    row, third = divmod(at, MODULES // _GROUP)
    left = MODULES - (third + 1) * _GROUP
    runs = _DARK.finditer(f"{cells:0{_GROUP}b}")
    return b"".join(b"%d %d %d 1 re " % (left + run.start(), row, run.end() - run.start()) for run in runs)
