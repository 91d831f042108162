import io
from dataclasses import replace

import pytest
import qrcode
from badge.paper import TEMPLATES, Print
from badge.people import person
from PIL import Image

from kiosk.badge.design import elements as el
from kiosk.badge.design.template import list_templates, load_template, quiet_zone
from kiosk.badge.drawing.photo import Photo, intake
from kiosk.badge.pdf.calibration import Calibration
from kiosk.badge.pdf.sheet import load_sheet
from kiosk.domain.errors import KioskError
from kiosk.service.prints.proof import PrintedWith, prove

SPONSOR = "https://sponsor.example/stand/12"


def codes(people) -> dict[str, str]:
    return {one.number: one.credential for one in people}


def prove_people(folder, people, design, **how) -> int:
    """Print people and prove what was printed; returns how many badges were told of."""
    sheet = how.pop("sheet", None)
    expected = how.pop("expected", None) or codes(people)
    made = Print(people, design, sheet=sheet, **how)
    assert not made.result.unfit
    (folder / "b.pdf").write_bytes(made.data)
    seen: list[int] = []
    designs = {"": design} if isinstance(design, el.Template) else design
    prove(folder / "b.pdf", PrintedWith(designs, sheet), made.result.placed, expected, seen.append)
    return sum(seen)


@pytest.fixture(scope="session")
def a6() -> el.Template:
    return load_template(TEMPLATES, "a6")


def code_box(template) -> el.Box:
    return template.codes[0][1]


def over(template, *elements):
    """Draw something over a finished template, which no file of a template may do."""
    return replace(template, front=(*template.front, *elements))


def common(box: el.Box) -> el.Common:
    return el.Common("blot", ("test", 1), box, el.Condition.ALWAYS)


def sponsor(side: int, text: str = SPONSOR) -> Image.Image:
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    return code.make_image().get_image().convert("RGB").resize((side, side))


@pytest.mark.parametrize("name", list_templates(TEMPLATES))
def test_every_shipped_design_is_proved_alone_and_on_its_sheet(name, tmp_path):
    template = load_template(TEMPLATES, name)
    people = [person(nth) for nth in range(3)]
    assert prove_people(tmp_path, people, template) == 3
    if template.sheet:
        sheet = load_sheet(TEMPLATES, template.sheet)
        assert prove_people(tmp_path, people, template, sheet=sheet, start_at=2) == 3


def test_a_print_for_a_printer_that_is_off_is_proved_where_its_codes_are(a6, tmp_path):
    calibration = Calibration(1.0, 12.0, 1.02, 0.99)
    people = [person(nth) for nth in range(3)]
    made = Print(people, a6, calibration=calibration)
    (tmp_path / "b.pdf").write_bytes(made.data)
    prove(
        tmp_path / "b.pdf",
        PrintedWith({"": a6}, None, calibration),
        made.result.placed,
        codes(people),
        lambda _: None,
    )
    with pytest.raises(KioskError, match="its code on page 1 cannot be read"):
        prove(tmp_path / "b.pdf", PrintedWith({"": a6}), made.result.placed, codes(people), lambda _: None)


def test_a_line_across_a_code_stops_the_batch_and_names_the_badge(a6, tmp_path):
    box = code_box(a6)
    line = el.Rule(common(el.Box(box.x, box.y + 4, box.width, box.height - 8)), "#000000", 8.0, 0)
    with pytest.raises(
        KioskError, match=r"badge 0007-0000000-0: its code on page 1 cannot be read at 300 dpi"
    ):
        prove_people(tmp_path, [person(nth) for nth in range(3)], over(a6, line))


def test_a_veil_that_only_a_webcam_minds_stops_the_batch(a6, tmp_path):
    Image.new("RGBA", (40, 40), (255, 255, 255, 200)).save(tmp_path / "veil.png")
    veil = el.Picture(common(quiet_zone(code_box(a6))), tmp_path / "veil.png")
    with pytest.raises(KioskError, match=r"0000000-0: its code on page 1 cannot be read at webcam quality"):
        prove_people(tmp_path, [person(nth) for nth in range(3)], over(a6, veil))


def test_two_codes_changed_places_and_the_message_holds_no_credential(a6, tmp_path):
    people = [person(nth) for nth in range(3)]
    expected = codes(people)
    first, _, third = expected
    swapped = expected | {first: expected[third], third: expected[first]}
    with pytest.raises(
        KioskError, match=f"badge {first}: its code on page 1 .*code of badge {third}"
    ) as stop:
        prove_people(tmp_path, people, a6, expected=swapped)
    assert not any(credential in str(stop.value) for credential in expected.values())


def test_a_strangers_code_in_the_place_of_a_badges_own_is_quoted(a6, tmp_path):
    people = [person(0), person(1)]
    sponsor(600).save(tmp_path / "s.png")
    own = el.Picture(common(quiet_zone(code_box(a6))), tmp_path / "s.png")
    with pytest.raises(KioskError, match=r'0000000-0: .* page 1 says something else: "https://sponsor'):
        prove_people(tmp_path, people, over(a6, own))


@pytest.mark.parametrize("millimetres", [12, 22])
def test_a_sponsors_code_beside_the_badges_is_one_too_many(a6, tmp_path, millimetres):
    sponsor(400).save(tmp_path / "s.png")
    beside = el.Picture(common(el.Box(70, 66, millimetres, millimetres)), tmp_path / "s.png")
    with pytest.raises(
        KioskError, match=r'badge 0007-0000000-0: page 1 shows one code too many.*"https://spon'
    ):
        prove_people(tmp_path, [person(nth) for nth in range(3)], over(a6, beside))


def test_a_sponsors_code_on_a_sheet_is_named_with_the_sheets_badges(a6, tmp_path):
    sponsor(400).save(tmp_path / "s.png")
    design = over(a6, el.Picture(common(el.Box(70, 66, 22, 22)), tmp_path / "s.png"))
    sheet = load_sheet(TEMPLATES, "4xa6")
    with pytest.raises(
        KioskError, match=r"badges 0007-0000000-0 to 0007-0000003-3: page 1 shows one code too"
    ):
        prove_people(tmp_path, [person(nth) for nth in range(6)], design, sheet=sheet)


def test_a_code_on_a_back_that_should_have_none_is_found(tmp_path):
    double = load_template(TEMPLATES, "a6-double")
    sponsor(400).save(tmp_path / "s.png")
    extra = el.Picture(common(el.Box(60, 40, 22, 22)), tmp_path / "s.png")
    design = replace(double, back=(*(one for one in double.back if not isinstance(one, el.Code)), extra))
    with pytest.raises(KioskError, match=r"page 2 shows one code too many"):
        prove_people(tmp_path, [person(nth) for nth in range(3)], design)


def test_the_first_badge_of_each_design_is_read_whole(a6, tmp_path):
    sponsor(400).save(tmp_path / "s.png")
    press = over(a6, el.Picture(common(el.Box(70, 66, 22, 22)), tmp_path / "s.png"))
    people = [person(nth, template="a6") for nth in range(4)] + [person(4, template="press")]
    assert prove_people(tmp_path, people[:4], {"a6": a6, "press": press}) == 4
    with pytest.raises(KioskError, match=r"badge 0007-0000004-4: page 5 shows one code too many"):
        prove_people(tmp_path, people, {"a6": a6, "press": press})


def test_one_page_in_fifty_is_read_whole_and_always_the_same_ones(a6, tmp_path):
    out = io.BytesIO()
    sponsor(300).resize((300, 300)).save(out, "JPEG", quality=95)
    photo = intake(out.getvalue())
    assert isinstance(photo, Photo)
    people = [person(0), *(person(nth, photo=photo.jpeg) for nth in range(1, 120))]
    stops = []
    for _ in range(2):
        with pytest.raises(KioskError, match=r"page \d+ shows one code too many") as stop:
            prove_people(tmp_path, people, a6)
        stops.append(str(stop.value))
    assert stops[0] == stops[1]
    assert "page 1 " not in stops[0]


def test_a_page_that_is_not_in_the_file_is_a_failed_proof(a6, tmp_path):
    people = [person(nth) for nth in range(2)]
    placed = Print(people, a6).result.placed
    (tmp_path / "b.pdf").write_bytes(Print(people[:1], a6).data)
    with pytest.raises(KioskError, match="no page 2"):
        prove(tmp_path / "b.pdf", PrintedWith({"": a6}), placed, codes(people), lambda _: None)
