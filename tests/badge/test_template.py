import re
from pathlib import Path

import pytest
from badge.paper import TEMPLATES
from badge.people import person
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.badge.design.template import list_templates, load_template, parse_template, quiet_zone
from kiosk.badge.drawing.artist import Artist, Refusal, Side
from kiosk.domain.errors import KioskError

GOOD = """\
title = "Test"
size = [60, 80]
[[front]]
name = "code"
kind = "code"
box = [6, 6, 28, 28]
[[front]]
name = "who"
kind = "text"
box = [5, 50, 50, 10]
text = "{given_name} {family_name|organisation}"
size = [12, 8]
"""


def refusal(folder: Path, text: str) -> KioskError:
    (folder / "t.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KioskError) as caught:
        load_template(folder, "t")
    return caught.value


def test_the_shipped_templates_can_all_be_read():
    names = list_templates(TEMPLATES)
    assert "a6" in names
    for name in names:
        assert load_template(TEMPLATES, name).codes


def test_a_good_template_is_read(tmp_path):
    (tmp_path / "t.toml").write_text(GOOD)
    template = load_template(tmp_path, "t")
    assert (template.title, template.width, len(template.front), template.back) == ("Test", 60, 2, ())


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "a6\0", "..", "", "sheets/4xa6", "a6.toml", ".hidden", "x" * 65],
)
def test_line_18_a_name_that_is_a_path_is_refused(name):
    with pytest.raises(KioskError, match="is not a template name"):
        load_template(TEMPLATES, name)


def test_line_18_a_symbolic_link_is_refused(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "t.toml").write_text(GOOD)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "t.toml").symlink_to(outside / "t.toml")
    with pytest.raises(KioskError, match="only plain files"):
        load_template(inside, "t")


@pytest.mark.parametrize(
    "file", ["../secret.png", "/etc/secret.png", "a\\u0000.png", "logo.gif", "absent.png", "sub/x.png"]
)
def test_line_18_a_picture_out_of_the_folder_is_refused(tmp_path, file):
    picture = f'[[front]]\nname = "logo"\nkind = "image"\nbox = [40, 0, 10, 10]\nfile = "{file}"\n'
    assert "t.toml, line 17: logo:" in refusal(tmp_path, GOOD + picture).message


def test_line_18_a_picture_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "logo.png").symlink_to("/etc/hostname")
    picture = '[[front]]\nname = "logo"\nkind = "image"\nbox = [40, 0, 10, 10]\nfile = "logo.png"\n'
    assert "only plain files" in refusal(tmp_path, GOOD + picture).message


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (("size = [12, 8]", "sise = [12, 8]"), "line 7: who: size is missing", ""),
        (("80]", "80]\ncolor = 1"), "line 3: template: unknown key 'color'", "'colours'"),
        (("{given_name}", "{given-name}"), "line 11: who: unknown field 'given-name'", "'given_name'"),
        (("{given_name}", "{given_name"), "line 11: who: every { needs its }", ""),
        (('kind = "text"', 'kind = "txt"'), "line 9: who: kind must be one of", "'text'"),
        (("[5, 50, 50, 10]", "[5, 50, 60, 9]"), "line 10: who: the box must lie within the badge of 60", ""),
        (("[5, 50, 50, 10]", "[5, -1, 5, 1]"), "line 10: who: box must be a number from 0 to 10000", ""),
        (("[5, 50, 50, 10]", "[5, 38, 50, 9]"), "line 10: who: this would cover 'code' or its quiet", ""),
        (("[6, 6, 28, 28]", "[6, 6, 20, 20]"), "line 6: code: a code is a square of at least 28 mm", ""),
        (("[6, 6, 28, 28]", "[2, 6, 28, 28]"), "line 6: code: a code needs 5.33 mm of paper", ""),
        (("[12, 8]", "[8, 12]"), "line 12: who: size must be [largest, smallest] in points", ""),
        (("[12, 8]", '[12, 8]\nalign = "center"'), "line 13: who: align must be one of start,", "'centre'"),
        (("[12, 8]", '[12, 8]\ncolour = "blue"'), "line 13: who: colour must be a colour such as", ""),
        (('"Test"', '"Test'), "t.toml: Illegal character", "toml.io"),
        (('"{given_name} {family_name|organisation}"', "{}"), "who: text must be a text or a table", ""),
        (("[12, 8]", "[12, 8]\nshorten = 1"), "line 13: who: shorten must be true or false, not 1", ""),
        (('kind = "text"', 'kind = "photo"\nfocus = [0.5, 2]'), "who: focus must be two shares", ""),
        (("80]", "80]\nlanguages = []"), "line 3: template: languages must name one at least", ""),
        (("80]", "8000]"), "line 2: template: a badge has at most 1000 mm, not 8000", ""),
        (("80]", '80]\n[colours]\ncategory = "#ff0000"'), "line 4: colours: category depends", ""),
        (("[front]", "[Front]"), "line 1: template: unknown key 'Front'", "did you mean 'front'?"),
        (("5, 50, 50, 10]", "5, 50, 0, 10]"), "line 10: who: a box needs a width and a height", ""),
        (('name = "who"', 'name = "code"'), "line 8: code: another element of the front has the name", ""),
        (('name = "who"', "name = 5"), "line 8: front element 2 (text): name must be a text, not 5", ""),
        (('"{given_name} {family_name|organisation}"', '{de = "x"}'), "line 11: who: texts are in fr,", ""),
        (("[12, 8]", "[12, 8]\nlines = 2.5"), "line 13: who: lines must be a whole number", ""),
        (("[12, 8]", "[12, 8]\nleading = 0.1"), "line 13: who: lines closer than 0.8 sizes run", ""),
        (("[12, 8]", "[12, 8]\npadding = 5"), "line 13: who: a padding of 5 mm leaves no room", ""),
        (('kind = "text"', 'kind = "band"\nletter = 60'), "line 10: who: letter and pattern leave no", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_its_element_and_what_was_expected(tmp_path, change, message, hint):
    assert change[0] in GOOD
    wrong = refusal(tmp_path, GOOD.replace(*change))
    assert re.match(re.escape("t.toml"), wrong.message)
    assert message in wrong.message
    assert hint in wrong.hint


def test_a_remark_behind_a_heading_and_a_list_over_lines_do_not_move_the_line_that_is_told(tmp_path):
    text = GOOD.replace("[[front]]", "[[ front ]]  # the first", 1)
    text = text.replace("box = [6, 6, 28, 28]", "box = [\n6, 6,\n28, 28]").replace("[12, 8]", '"big"')
    assert "t.toml, line 14: who: size must be [largest, smallest]" in refusal(tmp_path, text).message


def test_the_sheet_of_a_template_is_one_of_its_folder(tmp_path):
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "4xa6.toml").touch()
    wrong = refusal(tmp_path, GOOD.replace("80]", '80]\nsheet = "4xa7"'))
    assert "t.toml, line 3: template: no sheet '4xa7'" in wrong.message
    assert "4xa6" in wrong.hint


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path):
    (tmp_path / "t.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_template(tmp_path, "t").title == "Test"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = " + "[" * 9_000, "t.toml: lists or tables stand in each other too deep"),
        ("#" * 300_000, "t.toml: a template has at most 256 KB"),
    ],
)
def test_a_file_that_is_no_template_at_all_is_told(tmp_path, text, message):
    assert message in refusal(tmp_path, text).message


def test_a_colour_may_be_named_after_one_named_before(tmp_path):
    colours = '[colours]\nnight = "#14212e"\nhead = "night"\n[[front]]'
    text = GOOD.replace("[[front]]", colours, 1) + 'colour = "head"\n'
    (tmp_path / "t.toml").write_text(text)
    assert load_template(tmp_path, "t").front[1].style.colour == "#14212e"


@pytest.mark.parametrize(
    "element",
    [
        'kind = "zones"\nsize = [9, 6]\nbox = [30, 20, 28, 9]',
        'kind = "days"\nsize = [9, 6]\nbox = [30, 20, 28, 9]',
        'kind = "photo"\nbox = [30, 20, 28, 28]',
        'kind = "band"\nsize = [9, 6]\npattern = 5\nbox = [0, 20, 60, 9]',
    ],
)
def test_what_must_be_seen_does_not_lie_under_a_code(tmp_path, element):
    first, rest = GOOD.split("[[front]]", 1)
    text = f'{first}[[front]]\nname = "under"\n{element}\n[[front]]{rest}'
    assert "its quiet zone of four modules would cover 'under'" in refusal(tmp_path, text).message


def test_a_text_that_could_move_up_over_a_code_is_refused(tmp_path):
    top = '[[front]]\nkind = "text"\nbox = [1, 0.2, 50, 2]\ntext = "x"\nsize = [4, 4]\n'
    first, rest = GOOD.replace("[6, 6, 28", "[6, 10, 28").split("[[front]]", 1)
    wrong = refusal(tmp_path, first + top + "[[front]]" + rest + "follow = 1\n")
    assert "who: this would cover 'code'" in wrong.message
    assert "follow" in wrong.hint


def test_templates_that_include_each_other_many_times_do_not_grow_without_end(tmp_path):
    again = '[[back]]\nkind = "include"\ntemplate = "{}"\nside = "back"\nat = [0, 0]\n'
    for nth in range(5):
        (tmp_path / f"t{nth}.toml").write_text(GOOD + again.format(f"t{nth + 1}") * 40)
    (tmp_path / "t5.toml").write_text(
        GOOD + '[[back]]\nkind = "line"\nbox = [0, 0, 1, 0]\nstroke = "#000000"'
    )
    with pytest.raises(KioskError, match=r"t3\.toml, line \d+: .*: a side has at most 500 elements"):
        load_template(tmp_path, "t0")


def test_a_template_without_a_code_is_refused(tmp_path):
    assert "needs an element of kind code" in refusal(tmp_path, GOOD.replace(GOOD[29:88], "")).message


def test_an_unknown_template_is_told_with_the_nearest_one():
    with pytest.raises(KioskError) as caught:
        load_template(TEMPLATES, "a6-portrait-")
    assert "a6" in caught.value.hint


def test_the_quiet_zone_is_four_modules_wide(a6):
    ((_, box),) = a6.codes
    assert quiet_zone(box).x == pytest.approx(box.x - box.width / 21 * 4)
    assert box.width == 40


def based(folder: Path, text: str, base: str = GOOD):
    (folder / "base.toml").write_text(base, encoding="utf-8")
    (folder / "t.toml").write_text('base = "base"\n' + text, encoding="utf-8")
    return load_template(folder, "t")


def test_a_template_based_on_another_changes_what_it_says_and_keeps_the_rest(tmp_path):
    text = '[[front]]\nname = "who"\nsize = [20, 9]\n'
    code, who = based(tmp_path, text).front
    assert (who.style.largest, who.style.smallest) == (20, 9)
    assert (who.common.box.y, code.common.name) == (50, "code")
    assert who.pieces == load_template(tmp_path, "base").front[1].pieces


def test_a_template_based_on_another_adds_elements_takes_some_away_and_names_colours_anew(tmp_path):
    base = GOOD.replace("[[front]]", '[colours]\ninkwell = "#101010"\n[[front]]', 1)
    base = base.replace("size = [12, 8]", 'size = [12, 8]\ncolour = "inkwell"')
    text = """title = "Other"
[colours]
inkwell = "category-shade"
[[front]]
name = "ground"
kind = "rectangle"
under = "code"
box = [0, 0, 60, 40]
fill = "inkwell"
[[front]]
name = "rule"
kind = "line"
box = [5, 48, 50, 0]
stroke = "inkwell"
[[back]]
kind = "code"
box = [6, 6, 28, 28]
"""
    template = based(tmp_path, text, base)
    assert [element.common.name for element in template.front] == ["ground", "code", "who", "rule"]
    assert [element.common.place for element in template.front] == [("front", nth) for nth in range(4)]
    assert template.front[2].style.colour == "category-shade"
    assert (template.title, len(template.codes)) == ("Other", 2)
    gone = based(tmp_path, '[[front]]\nname = "who"\nkind = "none"\n')
    assert [element.common.name for element in gone.front] == ["code"]


def test_a_base_may_have_a_base(tmp_path):
    (tmp_path / "first.toml").write_text(GOOD)
    middle = 'base = "first"\n[[front]]\nname = "who"\nlines = 3\n'
    template = based(tmp_path, '[[front]]\nname = "who"\nalign = "right"\n', middle)
    assert (template.front[1].style.lines, template.front[1].style.align) == (3, "right")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('[[front]]\nname = "who"\nalign = "center"', "t.toml, line 4: who: align must be", "centre"),
        (
            '[[front]]\nname = "who"\nlines = 2\nliens = 2',
            "t.toml, line 5: who: unknown key 'liens'",
            "lines",
        ),
        (
            '[[front]]\nname = "whom"\nlines = 2',
            "t.toml, line 3: whom: base.toml has no element 'whom'",
            "who",
        ),
        ('[[front]]\nname = "who"\nbox = [1, 2, 60, 1]', "t.toml, line 4: who: the box must lie within", ""),
        (
            '[[front]]\nname = "code"\nbox = [6, 20, 28, 28]',
            "t.toml, line 4: code: its quiet zone of four modules would cover 'who'",
            "",
        ),
        (
            '[[front]]\nname = "who"\nbox = [5, 30, 50, 10]',
            "t.toml, line 4: who: this would cover 'code' or its quiet zone",
            "",
        ),
        (
            '[[front]]\nname = "who"\nkind = "none"\nbox = [1, 2, 3, 4]',
            "t.toml, line 5: who: unknown key",
            "",
        ),
        (
            '[[front]]\nname = "x"\nkind = "line"\nunder = "cod"\nbox = [1, 2, 3, 0]\nstroke = "#000000"',
            "t.toml, line 5: x: no element 'cod' to lie under",
            "'code'",
        ),
        ("[[front]]\nlines = 2", "t.toml, line 2: front element 1 (?): base.toml has no element ''", "kind"),
        ('[[front]]\nname = "x"\nkind = 5', "t.toml, line 4: x: kind must be a text, not 5", ""),
        ('[[front]]\nname = "code"\nkind = "none"', "t.toml, line 1: template: a badge needs an element", ""),
        ("size = [50, 80]", "base.toml, line 10: who: the box must lie within the badge of 50 x 80", ""),
    ],
)
def test_a_mistake_is_told_in_the_file_where_it_stands(tmp_path, text, message, hint):
    with pytest.raises(KioskError) as caught:
        based(tmp_path, text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(("base", "message"), [("t", "would include itself"), ("../t", "no template")])
def test_a_base_is_another_template_of_the_folder(tmp_path, base, message):
    assert message in refusal(tmp_path, f'base = "{base}"\n' + GOOD).message


def test_templates_that_take_from_each_other_in_a_circle_are_refused(tmp_path):
    (tmp_path / "a.toml").write_text('base = "b"\n')
    (tmp_path / "b.toml").write_text('[[front]]\nkind = "include"\ntemplate = "a"\nat = [0, 0]\n')
    with pytest.raises(KioskError, match=r"would include itself|size is missing"):
        load_template(tmp_path, "a")


def test_a_chain_of_bases_has_an_end(tmp_path):
    (tmp_path / "t0.toml").write_text(GOOD)
    for nth in range(1, 12):
        (tmp_path / f"t{nth}.toml").write_text(f'base = "t{nth - 1}"\n')
    assert load_template(tmp_path, "t7").codes
    with pytest.raises(KioskError, match=r"t1\.toml, line 1: template: at most 8 templates"):
        load_template(tmp_path, "t8")


def test_a_text_whose_tails_reach_into_a_quiet_zone_is_refused(tmp_path):
    above = GOOD.replace("[6, 6, 28, 28]", "[6, 20, 28, 28]").replace("[5, 50, 50, 10]", "[5, 60, 50, 10]")
    text = (
        '[[front]]\nname = "top"\nkind = "text"\nbox = [5, 9, 50, {}]\ntext = "{{event}}"\nsize = [12, 8]\n'
    )
    assert "this would cover 'code'" in refusal(tmp_path, above + text.format(5)).message
    first, rest = above.split("[[front]]", 1)
    under = first + text.format(5) + "[[front]]" + rest
    assert "its quiet zone of four modules would cover 'top'" in refusal(tmp_path, under).message
    (tmp_path / "t.toml").write_text(above + text.format(3))
    assert load_template(tmp_path, "t").codes


WRONG = """-1 0 1e9 nan inf true "x" [] [1] [[1,2]] {} {fr="x"} 1979-05-27 "" "\\u0000" "{title}" "{" ["fr"]
"a6" "category" [0,0,0,0] [3,3] [9999,3]"""
"""What somebody may write by mistake behind the = of a template, split at its blanks."""
LINES = {name: (TEMPLATES / f"{name}.toml").read_text().split("\n") for name in ("a6", "a6-press", "cr80")}


@settings(max_examples=150)
@given(st.sampled_from(sorted(LINES)), st.integers(0, 10_000), st.sampled_from(WRONG.split()))
def test_a_wrong_value_anywhere_is_told_and_never_breaks_the_drawing(name, place, value):
    lines = list(LINES[name])
    keyed = [at for at, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    at = keyed[place % len(keyed)]
    lines[at] = f"{lines[at].split(' = ')[0]} = {value}"
    told = ""
    try:
        template = parse_template(TEMPLATES, name, "\n".join(lines).encode())
        assert isinstance(Artist(template).draw(person(), template.front), Side | Refusal)
    except KioskError as wrong:
        told = wrong.message
    assert re.match(r"([\w-]+\.toml(, line \d+)?: |$)", told)
