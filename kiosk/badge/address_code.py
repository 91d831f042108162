"""A QR code of an address, for a screen: whichever version it needs, with its quiet zone."""

import qrcode

QUIET = 4
"""Modules of quiet zone on each side (ISO/IEC 18004, 5.3.8)."""


def address_grid(address: str) -> tuple[tuple[bool, ...], ...]:
    """Encode an address: rows of modules, True for a dark one, the quiet zone included."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())
