"""Whose badges are printed, with which templates, and where they are filed."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from badged import (
    batch,
    edit,
    issue_all,
    make_station,
    place,
    places,
    print_some,
    records,
    states,
    wrong_paper,
)
from PIL import Image

from kiosk.badge.design.template import load_template
from kiosk.badge.pdf.raster import page_count
from kiosk.config.computer import clock_from
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind, read_detail
from kiosk.service.badges.lifecycle import hand_over, replace_badge, requeue, revoke
from kiosk.service.people import desk, finding
from kiosk.service.people.erasing import erase
from kiosk.service.prints.choosing import Choice, Which
from kiosk.service.prints.covers import make_covers
from kiosk.service.prints.outdated import Remedy, pull, to_destroy
from kiosk.service.prints.printing import Layout, print_badges
from kiosk.service.prints.run import Proof, Target
from kiosk.store.events import save_event
from kiosk.store.paper import paper_of
from kiosk.store.photos import keep_photo

ORDER = ("Mensah", "Diallo", "Traoré", "Gül")
AGAIN = Choice(which=Which.ALL)


@pytest.fixture
def station(tmp_path):
    opened = make_station(tmp_path)
    yield opened
    opened.close()


def names(station, result):
    known = {badge_.number: one for one in ORDER for badge_ in finding.the_one(station, one).badges}
    return [next(one for number, one in known.items() if printed(number) == text) for text in result.numbers]


def design(station, template_of):
    """Give categories templates of their own."""
    event = station.event()
    categories = [replace(one, template=template_of.get(one.id, "a6")) for one in event.categories]
    with station.database.write() as connection:
        save_event(connection, replace(event, categories=tuple(categories)), station.clock.now())


def test_badges_are_chosen_by_the_days_on_which_they_are_valid(station, tmp_path):
    texts = {"given_name": "Ada", "family_name": "Koné", "delegation": "Mali"}
    desk.register(station, desk.NewPerson("visitor", days="12", texts=texts))
    assert print_some(station, tmp_path / "1.pdf", Choice(days="12", delegation="Mali")).pages == 3
    assert print_some(station, tmp_path / "2.pdf", Choice(days="11", which=Which.ALL)).pages == 4
    with pytest.raises(KioskError, match="not a day of the event"):
        print_some(station, tmp_path / "3.pdf", Choice(days="31"))


def test_badges_are_chosen_by_what_changed_since_a_moment(station, tmp_path):
    print_some(station, tmp_path / "1.pdf")
    noon = station.clock.now()
    later = replace(station, clock=clock_from("2025-11-12T09:00Z"))
    edit(later, "Mensah", "position", "Colonel")
    since = Choice(since=noon + timedelta(hours=1), which=Which.ALL)
    assert names(later, print_some(later, tmp_path / "2.pdf", since)) == ["Mensah"]
    replace_badge(later, "Gül")
    new = print_some(later, tmp_path / "3.pdf", replace(since, which=Which.UNPRINTED))
    assert new.numbers == (printed(finding.the_one(later, "Gül").current.number),)


def test_badges_are_chosen_by_ids_and_numbers_and_an_unknown_one_stops_all(station, tmp_path):
    numbers = issue_all(station)
    chosen = Choice(ids=(printed(numbers[2]), printed(numbers[0]), printed(numbers[2])))
    assert names(station, print_some(station, tmp_path / "1.pdf", chosen)) == ["Mensah", "Traoré"]
    with pytest.raises(KioskError, match="nobody has the id BX-1"):
        print_some(station, tmp_path / "2.pdf", Choice(ids=(printed(numbers[1]), "BX-1")))


def test_an_id_in_two_lists_is_asked_about(station, tmp_path):
    for name in ("Diallo", "Gül"):
        n = finding.the_one(station, name).person.n
        with station.database.write() as connection:
            connection.execute(
                "UPDATE accreditation SET external_id = '7', source = ? WHERE n = ?", (name, n)
            )
    with pytest.raises(KioskError, match="several lists"):
        print_some(station, tmp_path / "1.pdf", Choice(ids=("7",)))


def test_a_print_keeps_what_each_paper_shows_by_digests_alone(station, tmp_path):
    result = print_some(station, tmp_path / "b.pdf", sheet="4xa6")
    row, papers = batch(station)
    assert (row.n, row.batch.file, row.batch.sheet) == (result.print, "b.pdf", "4xa6")
    assert (row.batch.first, row.batch.total, row.batch.last_carton) == (1, 4, 1)
    assert [paper.place for paper in papers] == [1, 2, 3, 4]
    assert {paper.state for paper in papers} == {"printed"}
    assert len({paper.digest for paper in papers}) == 4
    told = [read_detail(act.detail) for act in records(station, Kind.PRINT)]
    assert [(one["print"], one["place"], one["to"]) for one in told] == [
        (1, nth, "printed") for nth in (1, 2, 3, 4)
    ]
    kept = station.database.connection.execute("SELECT facts FROM paper").fetchall()
    assert "family_name" in kept[0][0]
    assert not any(name in facts for name in ORDER for (facts,) in kept)


def test_who_does_not_fit_keeps_the_place_that_the_margin_counts(station, tmp_path):
    texts = {"given_name": "A", "family_name": "W" * 120, "delegation": "Ghana"}
    desk.register(station, desk.NewPerson("visitor", texts=texts))
    result = print_some(station, tmp_path / "b.pdf")
    row, papers = batch(station)
    assert [paper.place for paper in papers] == [1, 3, 4, 5]
    assert (row.batch.total, result.places, len(result.unfit)) == (5, (1, 5), 1)


def test_cartons_are_filled_in_the_order_of_printing_and_a_batch_begins_a_new_one(station, tmp_path):
    first = print_some(station, tmp_path / "1.pdf", Choice(delegation="Mali"), per_carton=2)
    assert [place(one) for one in first.filed] == [(1, 1), (1, 2)]
    print_some(station, tmp_path / "2.pdf", per_carton=1)
    assert places(station) == {"Diallo": (1, 1), "Traoré": (1, 2), "Mensah": (2, 1), "Gül": (3, 1)}


def test_a_few_that_come_late_go_on_filling_the_last_carton(station, tmp_path):
    print_some(station, tmp_path / "1.pdf", Choice(delegation="Mali"), per_carton=3)
    late = print_some(station, tmp_path / "2.pdf", Choice(delegation="Ghana"), per_carton=3)
    assert [place(one) for one in late.filed] == [(1, 3), (1, 3)]
    print_some(station, tmp_path / "3.pdf", per_carton=3)
    assert sorted(places(station).values()) == [(1, 1), (1, 2), (1, 3), (2, 1)]


def test_more_than_the_last_carton_has_room_for_begin_a_new_one(station, tmp_path):
    print_some(station, tmp_path / "1.pdf", Choice(delegation="Mali"), per_carton=3)
    print_some(station, tmp_path / "2.pdf", per_carton=3)
    assert sorted(places(station).values()) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_who_is_chosen_by_name_is_handed_the_badge_and_filed_nowhere(station, tmp_path):
    assert print_some(station, tmp_path / "1.pdf", Choice(people=("Gül",))).filed is None
    print_some(station, tmp_path / "2.pdf")
    assert places(station) == {"Gül": None, "Mensah": (1, 1), "Diallo": (1, 2), "Traoré": (1, 3)}
    (filed,) = finding.the_one(station, "Diallo").filed.values()
    assert place(filed) == (1, 2)


def test_a_badge_printed_again_goes_back_to_its_place_unless_all_are(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    requeue(station, numbers[1:2])
    print_some(station, tmp_path / "2.pdf")
    assert places(station)["Diallo"] == (1, 2)
    print_some(station, tmp_path / "3.pdf", AGAIN, per_carton=2)
    assert [places(station)[name] for name in ORDER] == [(2, 1), (2, 2), (3, 1), (3, 2)]


def test_a_badge_that_is_handed_over_lies_in_no_carton(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    hand_over(station, numbers[:1])
    assert places(station)["Mensah"] is None


def test_categories_of_one_size_share_a_file_and_keep_their_own_template(station, tmp_path):
    folder = tmp_path / "badge_templates"
    plain = (folder / "a6.toml").read_text(encoding="utf-8")
    (folder / "guest.toml").write_text(plain.replace("A6", "A6 guest", 1), encoding="utf-8")
    design(station, {"visitor": "guest"})
    for sheet in ("", "4xa6"):
        out = tmp_path / f"b{sheet}.pdf"
        print_some(station, out, AGAIN, sheet=sheet)
        assert page_count(out) == (1 if sheet else 4)
    _, papers = batch(station)
    assert [paper.template for paper in papers] == ["a6", "guest", "a6", "a6"]


def test_templates_of_several_sizes_are_refused_before_a_number_is_given(station, tmp_path):
    design(station, {"visitor": "cr80"})
    with pytest.raises(KioskError, match="templates of several sizes") as refused:
        print_some(station, tmp_path / "b.pdf")
    assert "--category" in refused.value.hint
    assert set(states(station).values()) == {None}
    assert load_template(tmp_path / "badge_templates", "cr80").width < 100


def test_a_sheet_that_the_badges_do_not_fit_is_refused_before_a_number_is_given(station, tmp_path):
    for words in ({"sheet": "durable-1445"}, {"sheet": "4xa6", "start_at": 5}):
        with pytest.raises(KioskError):
            print_some(station, tmp_path / "b.pdf", **words)
    assert set(states(station).values()) == {None}


def test_those_printed_already_do_not_hinder_the_ones_of_another_size(station, tmp_path):
    print_some(station, tmp_path / "1.pdf", Choice(category="exhibitor"))
    design(station, {"visitor": "cr80", "official": "cr80"})
    assert print_some(station, tmp_path / "2.pdf").pages == 2


def test_what_changed_on_the_list_makes_paper_out_of_date_by_name(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    assert wrong_paper(station, tmp_path) == []
    hand_over(station, numbers[3:])
    edit(station, "Gül", "organisation", "Baykar")
    edit(station, "Traoré", "given_name", "Fatou")
    edit(station, "Traoré", "country", "NE")
    edit(station, "Diallo", "phone", "+223 20 22 00 00")
    assert wrong_paper(station, tmp_path) == [
        ("Traoré", ("country", "name"), Remedy.PRINT_AGAIN, (1, 3)),
        ("Gül", ("organisation",), Remedy.REPLACE, None),
    ]
    assert wrong_paper(station, tmp_path, Choice(delegation="Türkiye"))[0][0] == "Gül"


def test_rights_photos_and_templates_make_paper_out_of_date(station, tmp_path):
    print_some(station, tmp_path / "1.pdf")
    edit(station, "Gül", "photo", "ab" * 32)
    rows = station.database.connection.execute("SELECT n FROM rights ORDER BY length(rows)").fetchall()
    n = finding.the_one(station, "Diallo").person.n
    with station.database.write() as connection:
        connection.execute("UPDATE accreditation SET rights = ? WHERE n = ?", (rows[-1][0], n))
    assert [(name, why) for name, why, *_ in wrong_paper(station, tmp_path)] == [
        ("Diallo", ("days", "zones")),
        ("Gül", ("photo",)),
    ]
    (tmp_path / "badge_templates" / "a6.toml").rename(tmp_path / "a6.toml")
    assert {why for _, why, *_ in wrong_paper(station, tmp_path)} == {("template",)}


def test_a_photo_is_compared_without_being_looked_at(station, tmp_path):
    photos = []
    for colour in ("red", "blue"):
        raw = io.BytesIO()
        Image.new("RGB", (413, 531), colour).save(raw, "JPEG")
        with station.photos.write() as connection:
            photos.append(keep_photo(connection, raw.getvalue()))
    edit(station, "Gül", "photo", photos[0].hex())
    print_some(station, tmp_path / "1.pdf")
    assert wrong_paper(station, tmp_path) == []
    edit(station, "Gül", "photo", photos[1].hex())
    assert [(name, why) for name, why, *_ in wrong_paper(station, tmp_path)] == [("Gül", ("photo",))]


def test_changed_badges_are_printed_again_under_their_number_and_are_then_right(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    hand_over(station, numbers[:1])
    edit(station, "Mensah", "family_name", "Mensah-Boateng")
    edit(station, "Traoré", "family_name", "Traore")
    changed = Choice(which=Which.CHANGED)
    result = print_some(station, tmp_path / "2.pdf", changed)
    assert result.numbers == (printed(numbers[2]),)
    assert [one.number for one in result.handed] == [numbers[0]]
    assert places(station)["Traore"] == (1, 3)
    assert [name for name, *_ in wrong_paper(station, tmp_path)] == ["Mensah-Boateng"]
    assert print_some(station, tmp_path / "3.pdf", changed).file is None


def test_paper_of_dead_badges_is_named_until_it_was_pulled(station, tmp_path):
    numbers = issue_all(station)
    print_some(station, tmp_path / "1.pdf")
    done = replace_badge(station, "Diallo")
    revoke(station, numbers[3:])
    found = to_destroy(station)
    assert [(one.number, one.why, place(one.filed)) for one in found] == [
        (numbers[1], ("superseded",), (1, 2)),
        (numbers[3], ("revoked",), (1, 4)),
    ]
    assert found[0].replaced_by == done.new
    assert {one[2] for one in wrong_paper(station, tmp_path)} == {Remedy.DESTROY}
    with pytest.raises(KioskError, match="no dead badge"):
        pull(station, [numbers[1], numbers[0]])
    pull(station, [numbers[1], numbers[3]])
    assert to_destroy(station) == []
    assert [act.badge for act in records(station, Kind.PRINT)][-2:] == [numbers[1], numbers[3]]


def test_nothing_of_what_paper_shows_is_left_of_a_person_erased(station, tmp_path):
    print_some(station, tmp_path / "1.pdf")
    person = finding.the_one(station, "Traoré")
    number = person.current.number
    with station.database.read() as connection:
        before = paper_of(connection, number)
    erase(station, person.person)
    with station.database.read() as connection:
        after = paper_of(connection, number)
    assert (after.facts, after.digest) == ("{}", bytes(32))
    raw = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("kiosk.sqlite3*"))
    assert b"Mensah" in raw
    assert before.digest not in raw
    assert json.loads(before.facts)["family_name"].encode() not in raw
    assert wrong_paper(station, tmp_path) == [("", ("erased",), Remedy.DESTROY, (1, 3))]


def test_who_is_erased_while_the_print_is_read_back_leaves_no_fact(station, tmp_path):
    numbers = issue_all(station)
    traore = finding.the_one(station, "Traoré").person

    def meddle(phase, done, _):
        if (phase, done) == ("reading back", 1):
            erase(station, traore)

    layout = Layout(tmp_path / "badge_templates")
    result = print_badges(station, Choice(), layout, Target(tmp_path / "b.pdf"), meddle)
    assert result.overtaken == (printed(numbers[2]),)
    facts = station.database.connection.execute("SELECT facts FROM paper WHERE badge = ?", (numbers[2],)).get
    assert facts == "{}"


def test_lists_to_sign_have_those_who_have_a_badge(station, tmp_path):
    with pytest.raises(KioskError, match="nobody chosen"):
        make_covers(station, Choice(), tmp_path / "lists.pdf")
    print_some(station, tmp_path / "1.pdf", Choice(delegation="Mali"))
    assert make_covers(station, Choice(), tmp_path / "lists.pdf") == 1
    print_some(station, tmp_path / "2.pdf")
    assert make_covers(station, Choice(), tmp_path / "all.pdf") == 3
    assert page_count(tmp_path / "all.pdf") == 3
    with pytest.raises(KioskError, match="exists already"):
        make_covers(station, Choice(), tmp_path / "all.pdf")


def test_a_print_asks_the_database_no_more_for_many_badges_than_for_few(tmp_path):
    def asked(name, count):
        folder = tmp_path / name
        folder.mkdir()
        station = make_station(folder)
        for nth in range(count):
            texts = {"given_name": "Awa", "family_name": f"Koné {nth}", "delegation": "Mali"}
            desk.register(station, desk.NewPerson("visitor", texts=texts))
        heard = []

        def hear(_cursor, sql, _values, heard=heard):
            heard.append(sql)
            return True

        station.database.connection.exec_trace = hear
        made = print_some(station, folder / "badges.pdf", proof=Proof.NONE)
        station.close()
        assert made.pages == count + 4
        return sum(sql.lstrip().startswith("SELECT") for sql in heard)

    assert asked("many", 40) < asked("few", 1) + 10  # the journal's tree is a little deeper, no more
