"""Repairing what was typed: which of a line's readings it presents.

1. The list decides: a line read plainly, if the list has it; else the only other reading that it has.
2. Two other readings on the list are ambiguous. None is taken.
3. If the list has none: the reading whose seal this station can confirm; else that of the computer's known
   layout; else the plainest. It will not open, but its denial says best what it is.
4. A part of a longer line counts only if the list has it.
5. A browser knows the keys besides their characters. That is one more reading, for layouts without a table,
   and is held to the same rules.
"""

from collections.abc import Sequence

from kiosk.domain.bursts import Line
from kiosk.domain.layouts import AS_TYPED
from kiosk.domain.model import Method
from kiosk.domain.typed import UNKNOWN, Scanner, Typing, typings, typings_within
from kiosk.domain.typed_lane import AMBIGUOUS, TypedCode
from kiosk.service.admission.admit import Admission, Presented

_KEYS = "keys "


def read_typed(admission: Admission, line: Line, scanner: Scanner = UNKNOWN) -> TypedCode:
    """Return what a typed line says.

    A line that is no credential on any keyboard layout is kept as it is, and will be `invalid`.

    Args:
        admission: of the gate; its list is asked, and nothing is recorded.
        line: as it was typed.
        scanner: what is known of this computer's scanner and keyboard.

    Raises:
        StoreError: the list cannot be read.
    """
    for prefix, text in (("", line.text), ("keypad ", line.keypad), (_KEYS, line.keys)):
        readings = typings(text, scanner) if text else ()
        listed = _listed(admission, readings)
        if listed:
            code = _chosen(listed, prefix)
            return AMBIGUOUS if _is_disputed(admission, code, line) else code
    for prefix, text in (("", line.text), (_KEYS, line.keys)):
        within = _listed(admission, typings_within(text, scanner))
        if within:
            return _chosen(within, f"within {prefix}")
    typed = (typings(text, scanner) for text in (line.text, line.keypad, line.keys))
    readings = next(filter(None, typed), ())
    if not readings:
        return TypedCode(line.text.strip(" \t\r\n"))  # control characters are part of a foreign code
    sealed = [reading for reading in readings if admission.is_sealed(reading.text)]
    return _code((sealed or readings)[0], "", is_listed=False)


def _is_disputed(admission: Admission, code: TypedCode, line: Line) -> bool:
    """Say whether the keys themselves are another code of the list than the one that was repaired."""
    if code.repaired_as is None or not line.keys:
        return False
    return any(reading.text != code.text for reading in _listed(admission, typings(line.keys)))


def presented(code: TypedCode) -> Presented:
    """Return what a typed code presents."""
    return Presented(code.text, Method.WEDGE, code.is_ambiguous, repaired_as=code.repaired_as)


def _listed(admission: Admission, readings: Sequence[Typing]) -> list[Typing]:
    listed = admission.listed([reading.text for reading in readings])
    return [reading for reading in readings if reading.text in listed]


def _chosen(listed: Sequence[Typing], prefix: str) -> TypedCode:
    """Return the reading that counts of those that are on the list."""
    plain = [reading for reading in listed if reading.hypothesis == AS_TYPED]
    chosen = plain if len(plain) == 1 else listed
    return AMBIGUOUS if len(chosen) > 1 else _code(chosen[0], prefix, is_listed=True)


def _code(reading: Typing, prefix: str, *, is_listed: bool) -> TypedCode:
    is_plain = reading.hypothesis == AS_TYPED and not prefix
    return TypedCode(
        reading.text, is_listed, repaired_as=None if is_plain else f"{prefix}{reading.hypothesis.name}"
    )
