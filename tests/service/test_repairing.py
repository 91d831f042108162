"""Repairing: whatever layout a computer has, the real list of a real station says which reading counts."""

import keyboards
import pytest
from fairground import HandClock, enrol, found_station
from gate.props import acts, post_at
from keyboards import CAPS_LOCKS, LAYOUTS, NUMERIC_PAD

from kiosk.domain.bursts import Assembler, Line
from kiosk.domain.credential import credential_hash, parse
from kiosk.domain.layouts import Layout
from kiosk.domain.model import BadgeState, Match, Method, Reason
from kiosk.domain.typed import Scanner
from kiosk.domain.typed_lane import AMBIGUOUS
from kiosk.service.admission.repairing import presented, read_typed
from kiosk.store import badges


@pytest.fixture(scope="module")
def clock():
    return HandClock()


@pytest.fixture(scope="module")
def station(tmp_path_factory, clock):
    station = found_station(tmp_path_factory.mktemp("station"), clock)
    yield station
    station.close()


@pytest.fixture(scope="module")
def people(station):
    return [enrol(station, f"Awa {n}") for n in range(8)]


@pytest.fixture
def admission(station):
    return post_at(station, "A", "in").admission


def forged(text):
    return text[:-1] + ("0" if text[-1] != "0" else "1")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("caps_lock", CAPS_LOCKS)
@pytest.mark.parametrize("digits", [None, "0123456789"], ids=["row of digits", "numeric pad"])
def test_every_badge_is_admitted_on_every_layout(admission, people, layout, caps_lock, digits):
    for one in people:
        code = read_typed(admission, Line(keyboards.typed(one.text, layout, caps_lock, digits)))
        assert (code.text, code.is_listed) == (one.text, True)
    admitted = admission.admit(presented(code))
    assert admitted.decision.match is Match.LISTED
    assert admitted.number == one.number


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_numeric_pad_without_num_lock_admits_too_and_the_journal_says_what_was_assumed(
    station, admission, people, layout
):
    assembler = Assembler()
    typed = keyboards.typed(people[0].text, layout, digits=NUMERIC_PAD)
    assert list(assembler.feed(typed.encode() + b"\r", 1.0)) == []
    (burst,) = assembler.silence()
    admitted = admission.admit(presented(read_typed(admission, burst.lines[0])))
    assert admitted.number == people[0].number
    assert acts(station)[-1].detail.startswith(b'{"typed":"keypad ')


def test_what_was_read_plainly_is_not_marked_as_repaired(admission, people):
    code = read_typed(admission, Line(people[0].text))
    assert presented(code) == presented(code).__class__(people[0].text, Method.WEDGE)


def list_text(station, text):
    """Put a badge on the list whose code is this very text."""
    number, person = parse(text).number, enrol(station, "Ben").person
    with station.database.write() as connection:
        badges.add(
            connection,
            [badges.NewBadge(number, 0, person, credential_hash(text), 9)],
            station.clock.now(),
        )


def test_of_two_readings_on_the_list_the_plain_one_counts_and_of_two_others_none(station, admission):
    plain, french, german = "70000AZ0000000000000", "70000QW0000000000000", "70000AY0000000000000"
    list_text(station, french)
    assert read_typed(admission, Line(plain)).text == french
    list_text(station, german)
    assert read_typed(admission, Line(plain)) == AMBIGUOUS
    assert admission.check(presented(AMBIGUOUS)).decision.reason is Reason.AMBIGUOUS
    list_text(station, plain)
    assert read_typed(admission, Line(plain)).text == plain


def arabic(code):
    return "".join(keyboards.keys_of(code, "Arabic"))


def test_where_no_table_knows_the_layout_the_keys_themselves_are_read(station, admission, people):
    line = Line(arabic(people[0].text), keys=people[0].text)
    admitted = admission.admit(presented(read_typed(admission, line)))
    assert admitted.number == people[0].number
    assert acts(station)[-1].detail.startswith(b'{"typed":"keys as_typed"')
    assert read_typed(admission, Line(line.text)).text == line.text, "without its keys it stays what it is"


def test_keys_with_what_a_scanner_adds_around_a_code_are_read_too(admission, people):
    for around in ("]Q1{}", "GATE7{}X"):
        code = read_typed(admission, Line("؟", keys=around.format(people[0].text)))
        assert code.text == people[0].text


def test_keys_of_a_code_that_is_not_listed_are_denied_as_that_code(admission, people):
    made_up = forged(people[0].text)
    code = read_typed(admission, Line(arabic(made_up), keys=made_up))
    assert (code.text, code.is_listed) == (made_up, False)


def test_what_is_listed_as_it_was_typed_counts_whatever_the_keys_say(admission, people):
    code = read_typed(admission, Line(people[0].text, keys=people[1].text))
    assert (code.text, code.repaired_as) == (people[0].text, None)


def test_keys_that_are_another_code_of_the_list_than_the_repaired_one_open_nothing(admission, people):
    french = keyboards.typed(people[0].text, "French")
    assert read_typed(admission, Line(french, keys=people[0].text)).text == people[0].text
    assert read_typed(admission, Line(french, keys=people[1].text)) == AMBIGUOUS


def test_a_burst_in_one_line_without_enters_is_the_badge_in_it(admission, people):
    line = f"WIFI:S:salon;T:WPA;P:x;;{people[1].text}http://sponsor.example/very/long/address"
    code = read_typed(admission, Line(line))
    assert (code.text, code.repaired_as) == (people[1].text, "within as_typed")
    twice = read_typed(admission, Line(people[1].text * 2))
    assert twice.text == people[1].text, "a double send without a suffix"


def test_a_burst_in_one_line_on_another_layout_is_found_too(admission, people):
    line = keyboards.typed(f"X{people[2].text}YY", "French")
    assert read_typed(admission, Line(line)).text == people[2].text


def test_what_is_not_on_the_list_is_read_by_its_seal_then_by_the_layout_that_is_known(station, admission):
    person = enrol(station, "Chi")
    number = person.number + 1000
    unlisted = next(
        text
        for text in (station.keyring.issue(number + n, station.life.id) for n in range(999))
        if "Y" in text and "Z" in text
    )
    typed = keyboards.typed(unlisted, "German")
    assert read_typed(admission, Line(typed)).text == unlisted, "the seal"
    spoilt = forged(unlisted)
    typed = keyboards.typed(spoilt, "German")
    assert read_typed(admission, Line(typed)).text == typed
    assert read_typed(admission, Line(typed), Scanner(Layout.QWERTZ)).text == spoilt


def test_a_forged_code_stays_forged_on_every_layout_once_the_layout_is_known(admission, people):
    for layout in LAYOUTS:
        listed = read_typed(admission, Line(keyboards.typed(people[3].text, layout)))
        assert listed.is_listed
        code = read_typed(admission, Line(keyboards.typed(forged(people[3].text), layout)))
        decision = admission.check(presented(code)).decision
        assert not decision.is_granted
        assert decision.match is not Match.LISTED


@pytest.mark.parametrize(
    "line", ["", " ", "TRAORÉ", "0007-0000001-3", "x" * 5000, "\x1b1\x1b2", "\ud800" * 20]
)
def test_what_is_no_code_is_kept_as_it_is(admission, line):
    code = read_typed(admission, Line(line))
    assert (code.text, code.is_listed) == (line.strip(" "), False)


def test_an_old_badge_is_on_the_list_and_is_told_as_such(station, admission):
    one = enrol(station, "Dia")
    with station.database.write() as connection:
        badges.set_state(connection, one.number, BadgeState.REVOKED, station.clock.now())
    code = read_typed(admission, Line(keyboards.typed(one.text, "French")))
    assert code.is_listed
    assert admission.check(presented(code)).decision.reason is Reason.REVOKED
