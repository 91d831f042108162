import json
from dataclasses import replace
from datetime import date

import pytest
from badged import badge, issue_all, make_station, print_some, quiet, read_number, records, states

from kiosk.badge.design.template import load_template
from kiosk.badge.drawing.content import Placed
from kiosk.badge.pdf.raster import page_count, rasterise_all
from kiosk.badge.pdf.sheet import load_sheet
from kiosk.config.computer import clock_from
from kiosk.domain.credential import credential_hash, parse, printed, series_of
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.model import BadgeState
from kiosk.keys.keyring import new_keyring
from kiosk.service.badges.event_words import day_marks, event_note
from kiosk.service.badges.lifecycle import hand_over, replace_badge, requeue, revoke
from kiosk.service.people import desk, finding
from kiosk.service.prints.choosing import Choice, Which, choose
from kiosk.service.prints.printing import Layout, print_badges
from kiosk.service.prints.proof import PrintedWith, prove
from kiosk.service.prints.run import Proof, Target
from kiosk.store.badges import look_up
from kiosk.store.events import save_event
from kiosk.vision.reader import Reader


@pytest.fixture
def station(tmp_path):
    opened = make_station(tmp_path)
    yield opened
    opened.close()


def codes(path):
    """The texts of all the codes of a PDF, page after page."""
    reader = Reader()
    pages = (page[:, :, ::-1] for page in rasterise_all(path, 150))
    return [reading.text for page in pages for reading in reader.read(page).readings]


def detail(act):
    return json.loads(act.detail) if act.detail else {}


def test_each_badge_is_issued_once_with_one_record_and_only_its_hash(station):
    numbers = issue_all(station)
    assert len(set(numbers)) == 4
    assert issue_all(station) == numbers
    issued = records(station, Kind.ISSUE)
    assert [act.badge for act in issued] == numbers
    assert all(act.subject and act.list_version and act.policy_version for act in issued)
    for number in numbers:
        listed = look_up(station.database.connection, number, b"")
        assert listed.badge.credential_hash == credential_hash(station.keyring.issue(number, station.life.id))
        assert listed.badge.state is BadgeState.ISSUED


def test_numbers_run_on_in_one_series_in_the_order_of_delegation_and_name(station):
    numbers = issue_all(station)
    assert len({series_of(number) for number in numbers}) == 1
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    rows = choose(station, station.event(), Choice())
    assert [row.family_name for row in rows] == ["Mensah", "Diallo", "Traoré", "Gül"]


def test_who_is_not_active_gets_no_badge(station):
    awa = finding.the_one(station, "Diallo").person
    desk.suspend(station, awa)
    assert issue_all(station).count(None) == 1
    assert states(station)["Diallo"] is None


def test_what_is_printed_reads_back_as_the_listed_credentials(station, tmp_path):
    result = print_some(station, tmp_path / "b.pdf")
    assert (result.pages, result.issued, result.unfit) == (4, 4, ())
    assert set(states(station).values()) == {BadgeState.PRINTED}
    texts = codes(tmp_path / "b.pdf")
    assert [printed(parse(text).number) for text in texts] == list(result.numbers)
    for text in texts:
        listed = look_up(station.database.connection, parse(text).number, credential_hash(text))
        assert listed.badge.credential_hash == credential_hash(text)
    prints = records(station, Kind.PRINT)
    assert [printed(act.badge) for act in prints] == list(result.numbers)
    assert {detail(act)["proof"] for act in prints} == {True}


def test_a_print_without_proof_is_journalled_as_such(station, tmp_path):
    print_some(station, tmp_path / "b.pdf", proof=Proof.NONE)
    assert {detail(act)["proof"] for act in records(station, Kind.PRINT)} == {False}


def test_printing_again_gives_the_same_bytes(station, tmp_path):
    print_some(station, tmp_path / "first.pdf")
    later = replace(station, clock=clock_from("2025-11-13T17:00Z"))
    print_some(later, tmp_path / "again.pdf", Choice(which=Which.ALL))
    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "again.pdf").read_bytes()
    assert set(states(station).values()) == {BadgeState.PRINTED}


def test_a_second_print_has_nothing_to_print_and_makes_no_file(station, tmp_path):
    print_some(station, tmp_path / "b.pdf")
    result = print_some(station, tmp_path / "c.pdf")
    assert (result.file, result.numbers) == (None, ())
    assert not (tmp_path / "c.pdf").exists()


def test_the_choice_narrows_by_category_delegation_and_person(station, tmp_path):
    assert len(print_some(station, tmp_path / "1.pdf", Choice(category="visitor")).numbers) == 1
    assert len(print_some(station, tmp_path / "2.pdf", Choice(delegation="mali")).numbers) == 1
    assert len(print_some(station, tmp_path / "3.pdf", Choice(people=("Mensah",))).numbers) == 1
    assert states(station) == {"Mensah": "printed", "Diallo": "printed", "Traoré": "printed", "Gül": None}


def test_an_unknown_category_or_delegation_names_the_nearest(station, tmp_path):
    with pytest.raises(KioskError) as category:
        print_some(station, tmp_path / "b.pdf", Choice(category="visitr"))
    assert "visitor" in category.value.hint
    with pytest.raises(KioskError) as delegation:
        print_some(station, tmp_path / "b.pdf", Choice(delegation="Gana"))
    assert "Ghana" in delegation.value.hint


def test_what_does_not_fit_is_named_and_stays_unprinted(station, tmp_path):
    texts = {"given_name": "Jean", "family_name": "W" * 120, "delegation": "Mali"}
    desk.register(station, desk.NewPerson("visitor", texts=texts))
    result = print_some(station, tmp_path / "b.pdf")
    assert [one.person[:4] for one in result.unfit] == ["Jean"]
    assert len(result.numbers) == 4
    assert states(station)["W" * 120] is BadgeState.ISSUED


def test_interrupted_while_drawing_it_leaves_no_file_and_marks_nothing(station, tmp_path):
    def stop(phase, *_):
        if phase == "drawing":
            raise KeyboardInterrupt

    layout, target = Layout(tmp_path / "badge_templates"), Target(tmp_path / "b.pdf")
    before = set(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        print_badges(station, Choice(), layout, target, stop)
    assert set(tmp_path.iterdir()) == before
    assert set(states(station).values()) == {BadgeState.ISSUED}
    assert records(station, Kind.PRINT) == []
    assert len(print_some(station, tmp_path / "b.pdf").numbers) == 4


def test_a_code_that_says_something_else_is_found_and_the_badge_named(station, tmp_path):
    result = print_some(station, tmp_path / "b.pdf")
    placed = [Placed(number, page) for page, number in enumerate(result.numbers, 1)]
    expected = {
        number: station.keyring.issue(read_number(number), station.life.id) for number in result.numbers
    }
    printed_with = PrintedWith({"": load_template(tmp_path / "badge_templates", "a6")})
    prove(tmp_path / "b.pdf", printed_with, placed, expected, quiet)
    wrong = expected | {result.numbers[2]: expected[result.numbers[0]]}
    with pytest.raises(KioskError, match=f"{result.numbers[2]}.*something else"):
        prove(tmp_path / "b.pdf", printed_with, placed, wrong, quiet)


def test_a_code_that_is_not_where_it_should_be_is_found_and_the_badge_named(station, tmp_path):
    result = print_some(station, tmp_path / "b.pdf", sheet="4xa6", start_at=2)
    folder = tmp_path / "badge_templates"
    printed_with = PrintedWith({"": load_template(folder, "a6")}, load_sheet(folder, "4xa6"))
    number = result.numbers[0]
    with pytest.raises(KioskError, match=f"{number}.*cannot be read"):
        prove(tmp_path / "b.pdf", printed_with, [Placed(number, 1, 1)], {number: "?"}, quiet)


def test_with_other_keys_than_the_badges_were_sealed_with_nothing_is_printed(station, tmp_path):
    numbers = issue_all(station)
    before = set(tmp_path.iterdir())
    stranger = replace(station, keyring=new_keyring(station.keyring.event, station.random))
    with pytest.raises(KioskError, match=f"{printed(numbers[0])} was sealed with other keys"):
        print_some(stranger, tmp_path / "b.pdf")
    assert set(tmp_path.iterdir()) == before
    assert set(states(station).values()) == {BadgeState.ISSUED}


def test_a_replacement_kills_the_old_badge_for_good(station, tmp_path):
    print_some(station, tmp_path / "b.pdf")
    done = replace_badge(station, "Traoré")
    assert badge(station, done.old).superseded_by == done.new
    assert badge(station, done.old).state is BadgeState.SUPERSEDED
    assert (badge(station, done.new).issue, badge(station, done.new).state) == (2, BadgeState.ISSUED)
    last = records(station, Kind.ISSUE)[-1]
    assert (last.badge, detail(last)) == (done.new, {"issue": 2, "replaces": done.old})
    for act in (revoke, hand_over, requeue):
        with pytest.raises(KioskError, match="for good"):
            act(station, [done.old])
    with pytest.raises(KioskError) as refused:
        replace_badge(station, printed(done.old))
    assert printed(done.new) in refused.value.hint
    assert print_some(station, tmp_path / "c.pdf").numbers == (printed(done.new),)


def test_who_was_revoked_gets_a_new_badge_only_by_replacement(station, tmp_path):
    numbers = issue_all(station)
    revoke(station, [numbers[0]])
    status = records(station, Kind.STATUS)[-1]
    assert (status.badge, detail(status)) == (numbers[0], {"from": "issued", "to": "revoked"})
    result = print_some(station, tmp_path / "b.pdf")
    assert (result.without, len(result.numbers)) == (1, 3)
    done = replace_badge(station, printed(numbers[0]))
    assert done.old is None
    assert badge(station, numbers[0]).state is BadgeState.REVOKED
    assert badge(station, done.new).issue == 2


def test_who_is_suspended_gets_no_replacement(station):
    numbers = issue_all(station)
    desk.suspend(station, finding.the_one(station, "Mensah").person)
    with pytest.raises(KioskError, match="suspended"):
        replace_badge(station, "Mensah")
    assert badge(station, numbers[0]).state is BadgeState.ISSUED


def test_a_badge_is_handed_over_once_it_is_printed(station, tmp_path):
    numbers = issue_all(station)
    with pytest.raises(KioskError, match="issued"):
        hand_over(station, numbers)
    print_some(station, tmp_path / "b.pdf")
    hand_over(station, numbers[:2])
    assert [badge(station, number).state for number in numbers] == ["handed_over"] * 2 + ["printed"] * 2
    assert [act.badge for act in records(station, Kind.HANDOVER)] == numbers[:2]


def test_a_requeued_badge_is_printed_again_under_its_number(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "b.pdf")
    requeue(station, numbers[1:2])
    assert badge(station, numbers[1]).state is BadgeState.ISSUED
    assert print_some(station, tmp_path / "c.pdf").numbers == (printed(numbers[1]),)


def test_an_act_on_several_badges_is_done_for_all_or_for_none(station):
    numbers = issue_all(station)
    revoke(station, numbers[3:])
    before = len(records(station))
    with pytest.raises(KioskError):
        revoke(station, numbers)
    assert [badge(station, number).state for number in numbers[:3]] == ["issued"] * 3
    assert len(records(station)) == before


def test_a_badge_revoked_while_it_is_drawn_is_reported_and_stays_dead(station, tmp_path):
    numbers = issue_all(station)

    def meddle(phase, done, _):
        if (phase, done) == ("reading back", 1):
            revoke(station, numbers[:1])

    layout, target = Layout(tmp_path / "badge_templates"), Target(tmp_path / "b.pdf")
    result = print_badges(station, Choice(), layout, target, meddle)
    assert result.overtaken == (printed(numbers[0]),)
    assert badge(station, numbers[0]).state is BadgeState.REVOKED
    assert numbers[0] not in [act.badge for act in records(station, Kind.PRINT)]


def test_a_file_that_is_there_is_never_written_over(station, tmp_path):
    (tmp_path / "b.pdf").write_bytes(b"the delegation's own")
    with pytest.raises(KioskError, match="exists already"):
        print_some(station, tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == b"the delegation's own"


def test_categories_with_several_templates_want_one_named(station, tmp_path):
    event = station.event()
    categories = [replace(one, template="cr80" if one.id == "visitor" else "a6") for one in event.categories]
    with station.database.write() as connection:
        save_event(connection, replace(event, categories=tuple(categories)), station.clock.now())
    with pytest.raises(KioskError, match="templates of several sizes") as refused:
        print_some(station, tmp_path / "b.pdf")
    assert "--category" in refused.value.hint
    assert print_some(station, tmp_path / "v.pdf", Choice(category="visitor")).pages == 1
    assert print_some(station, tmp_path / "b.pdf", template="a6").pages == 3


def test_a_half_used_sheet_is_gone_on_with(station, tmp_path):
    result = print_some(station, tmp_path / "b.pdf", sheet="4xa6", start_at=3)
    assert (result.pages, page_count(tmp_path / "b.pdf")) == (2, 2)
    assert sorted(codes(tmp_path / "b.pdf")) == sorted(
        station.keyring.issue(read_number(number), station.life.id) for number in result.numbers
    )


def test_a_place_to_start_at_needs_a_sheet(station, tmp_path):
    with pytest.raises(KioskError, match="half used"):
        print_some(station, tmp_path / "b.pdf", start_at=3)


def test_an_event_tells_its_days_in_one_line_and_its_places_below(station):
    event = station.event()
    assert event_note(event, "fr").splitlines() == [
        "11–14 novembre 2025",  # noqa: RUF001
        "Parc des Expositions de Bamako",
        "Terrain de démonstration de Koulikoro",
    ]
    late = replace(event, days=(event.days[0], replace(event.days[1], date=date(2026, 1, 2))))
    assert event_note(late, "fr").splitlines()[0] == "11 novembre 2025 – 2 janvier 2026"  # noqa: RUF001
    one = replace(event, days=event.days[:1])
    assert event_note(one, "fr").splitlines()[0] == "11 novembre 2025"
    assert event_note(one, "en").splitlines() == [
        "11 November 2025",
        "Bamako Exhibition Park",
        "Koulikoro demonstration field",
    ]
    assert event_note(one, "ar").splitlines()[0] == "11 نوفمبر 2025"


def test_the_first_of_a_month_is_counted_in_french(station):
    event = station.event()
    days = (replace(event.days[0], date=date(2026, 11, 28)), replace(event.days[1], date=date(2026, 12, 1)))
    across = replace(event, days=days)
    assert event_note(across, "fr").splitlines()[0] == "28 novembre – 1er décembre 2026"  # noqa: RUF001
    assert event_note(across, "en").splitlines()[0] == "28 November – 1 December 2026"  # noqa: RUF001
    assert event_note(replace(event, days=days[1:]), "fr").splitlines()[0] == "1er décembre 2026"


def test_days_are_marked_in_the_badges_first_language(station):
    event = station.event()
    labels = {code: day_marks(event, set(), code)[0].label for code in ("fr", "en", "tr", "ar", "xx")}
    assert labels == {"fr": "mar. 11", "en": "Tue 11", "tr": "Sal 11", "ar": "الثلاثاء 11", "xx": "mar. 11"}
