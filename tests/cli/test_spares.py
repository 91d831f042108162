"""Spare badges at the desk's command line: printed, read off their paper, linked."""

import re

import cv2
import pytest
from commands import open_shop

from kiosk.badge.papers.spare_sheet import spare_place
from kiosk.badge.pdf.raster import open_pages, page_of
from kiosk.domain.credential import parse_printed
from kiosk.vision.reader import Reader


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = open_shop(tmp_path_factory.mktemp("spares"))
    path = shop.write(
        "list.csv",
        "external_id;given_name;family_name;category\nA1;Awa;DIALLO;visitor\nA2;Ali;KAYA;visitor\nA3;Ada;BA;visitor\n",
    )
    shop.says("import", path)
    shop.says("badges", "spares", "12", "--out", str(shop.folder / "spares.pdf"))
    return shop


def codes(shop) -> list[str]:
    """Read all codes off the sheet, with a gate's reader."""
    with open_pages(shop.folder / "spares.pdf") as pages:
        found = [reading.text for n in (1, 2) for reading in Reader().read(page_of(pages, n, 200)).readings]
    return sorted(found)


def test_a_strip_holds_as_many_codes_as_were_asked_for_and_each_number_in_print(shop):
    assert len(set(codes(shop))) == 12
    said = shop.says("badges", "spares")
    assert said.startswith("12 spare badges can be linked:")
    assert all(parse_printed(number) for number in re.findall(r"\d{4}-\d{7}-\d", said))


def test_a_spare_scanned_by_hand_becomes_somebodys_badge(shop):
    code = codes(shop)[0]
    result = shop.run("badges", "link", "DIALLO", typed=f"{code}\n")
    assert "is now the badge of Awa DIALLO" in result.stdout
    number = result.stdout.split()[0]
    assert number in shop.says("people", "show", "DIALLO")
    decided = shop.says("check", code, "--gate", "A")
    assert "ENTREZ" in decided or "granted" in decided
    again = shop.run("badges", "link", "KAYA", typed=f"{code}\n")
    assert again.exit_code == 1
    assert "is no spare" in str(again.exception)


def test_a_spare_is_linked_from_a_picture_of_it(shop):
    page, box = spare_place(11)
    with open_pages(shop.folder / "spares.pdf") as pages:
        image = page_of(pages, page, 200)
    scale = 200 / 25.4
    left, top = int((box.x - 8) * scale), int((box.y - 8) * scale)
    card = image[top : int((box.bottom + 8) * scale), left : int((box.right + 8) * scale)]
    path = shop.folder / "card.png"
    cv2.imwrite(str(path), card)
    said = shop.says("badges", "link", "KAYA", "--source", str(path))
    assert "is now the badge of Ali KAYA" in said


@pytest.mark.parametrize("who", ["Nobody", "A"])
def test_whom_a_link_means_is_known_before_a_scan_is_asked_for(shop, who):
    result = shop.run("badges", "link", who, typed="")
    assert "scanned" not in result.exception.message
    assert ("nobody is found" in result.exception.message) == (who == "Nobody")


def test_a_void_spare_is_told_from_the_others(shop):
    number = shop.run("badges", "spares").stdout.splitlines()[3].strip()
    assert "is void" in shop.says("badges", "void", number)
    assert number not in shop.says("badges", "spares")


def test_spares_without_a_file_and_into_one_that_is_there_are_refused(shop):
    assert "say where" in shop.run("badges", "spares", "3").exception.hint
    before = shop.says("badges", "spares")
    again = shop.run("badges", "spares", "3", "--out", str(shop.folder / "spares.pdf"))
    assert "exists already" in again.exception.message
    assert shop.says("badges", "spares") == before
