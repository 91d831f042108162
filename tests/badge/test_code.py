import re

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.badge.code import MODULES, QUIET, grid, path
from kiosk.badge.drawing.content import BadgeContent
from kiosk.domain.errors import KioskError

CREDENTIALS = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=20, max_size=20)


@settings(max_examples=200)
@given(CREDENTIALS)
def test_every_credential_is_read_back_from_a_version_1_code(credential):
    rows = grid(credential)
    assert [len(row) for row in rows] == [MODULES] * MODULES
    modules = np.array([[0 if cell == "1" else 255 for cell in row] for row in rows], np.uint8)
    picture = np.pad(modules, QUIET, constant_values=255).repeat(3, 0).repeat(3, 1)
    (read,) = zxingcpp.read_barcodes(picture)
    assert (read.text, read.ec_level) == (credential, "M")


@settings(max_examples=100)
@given(CREDENTIALS)
def test_the_path_covers_the_modules_of_the_code_and_no_others(credential):
    covered = np.zeros((MODULES, MODULES), int)
    for left, bottom, length in re.findall(rb"(\d+) (\d+) (\d+) 1 re", path(credential)):
        row = MODULES - 1 - int(bottom)
        covered[row, int(left) : int(left) + int(length)] += 1
    assert ["".join(map(str, row)) for row in covered.tolist()] == list(grid(credential))


@pytest.mark.parametrize("text", ["A" * 21, "abcdefghij0123456789", "AWA TRAORE", "0000000000000000000é"])
def test_nothing_but_a_credential_becomes_a_code(text):
    with pytest.raises(KioskError):
        grid(text)


@pytest.mark.parametrize("text", ["TRAORE AMINATA ABCDE", "0" * 19, "I" * 20, ""])
def test_a_badge_cannot_hold_a_name_in_its_code(text):
    with pytest.raises(KioskError, match="20 characters of Crockford base32"):
        BadgeContent(text, "0001-0000001-1", ("Salon",), "", "Traoré")
