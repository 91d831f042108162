from dataclasses import replace

import pytest
from badge.paper import TEMPLATES
from badge.people import days, person, portrait

from kiosk.badge.design.elements import Text
from kiosk.badge.design.template import load_template
from kiosk.badge.drawing.facts import Facts, changes, paper_digest, shown


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"family_name": "DIALLO"}, ("family_name",)),
        ({"days": days(0)}, ("days",)),
        ({"photo": portrait(3)}, ("photo",)),
        ({"zones": ("HALL",)}, ("zones",)),
        ({"needs_escort": True}, ("escort",)),
        ({"credential": "Z" * 20, "number": "0007-0000009-9"}, ("code", "number")),
        ({"name_native": "أمينة"}, ("name_native", "native", "no native")),
        ({"colour": "#000000"}, ("colour",)),
    ],
)
def test_what_changed_on_paper_is_told_by_name(a6, change, told):
    before = person(1, photo=portrait(1))
    facts, now = shown(before, a6), shown(replace(before, **change), a6)
    assert changes(facts, now) == told
    assert paper_digest(facts) != paper_digest(now)


def test_what_a_template_does_not_print_does_not_make_its_badges_out_of_date():
    label = load_template(TEMPLATES, "label-62")
    before = person(1)
    assert shown(before, label) == shown(replace(before, photo=portrait(1), zones=("VIP",)), label)


def test_the_photo_and_the_code_are_kept_as_digests_only(a6):
    one = person(1, photo=portrait(1))
    assert one.credential not in str(shown(one, a6))


def test_a_border_between_facts_cannot_be_moved():
    assert paper_digest({"a": "bc"}) != paper_digest({"ab": "c"})


def test_the_category_s_colour_and_pattern_count_wherever_a_template_uses_them():
    role = load_template(TEMPLATES, "a6-role")
    before = person(1)
    assert changes(shown(before, role), shown(replace(before, colour="#000000"), role)) == ("colour",)
    plain = replace(role, front=tuple(element for element in role.front if not isinstance(element, Text)))
    after = replace(before, category_letter="Z")
    assert changes(shown(before, plain), shown(after, plain)) == ("category_letter",)


def test_facts_made_once_for_a_template_are_those_of_each_badge(a6):
    facts = Facts(a6)
    for nth in range(4):
        one = person(nth, photo=portrait(nth) if nth % 2 else None, needs_escort=nth > 1)
        found = facts.of(one)
        assert found == shown(one, a6)
        assert found["family_name"] == one.family_name
        assert found["escort"] == str(nth > 1)
