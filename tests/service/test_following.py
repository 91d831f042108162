"""A new event document on a station whose list is full: whose rights follow it, and who is counted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from registration import EVENT, OpenDesk, open_desk

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Day, Event
from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.rights import write_rights
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.service.event.effects import without_access
from kiosk.service.event.versions import foresee, load_version
from kiosk.service.lists.applying import resume
from kiosk.service.lists.importing import ListToImport, import_list
from kiosk.service.station.acting import acting
from kiosk.store import people
from kiosk.store.changes import Edit
from kiosk.store.events import current_version
from kiosk.store.rights import keep_rights, load_rights

LIST = """external_id;family_name;category;zones;days;valid_until
1;Keita;visitor;;;
2;Traoré;visitor;HALL;12;
3;Cissé;press;;;
4;Diallo;staff;PARC;11;
5;Sow;visitor;;;2025-11-12
"""


@pytest.fixture
def desk(tmp_path) -> OpenDesk:
    found = open_desk(tmp_path)
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    assert import_list(found, ListToImport(path), lambda *_: None).refused == 0
    return found


def moved(event: Event, days: int) -> Event:
    return replace(event, days=tuple(replace(day, date=day.date + timedelta(days)) for day in event.days))


def rights_of(desk: OpenDesk) -> dict[str, str]:
    with desk.database.read() as connection:
        return {
            str(one.external_id): write_rights(load_rights(connection, one.rights)).replace("2025-11-", "")
            for one in people.everybody(connection)
        }


def test_days_that_move_take_everybodys_rights_with_them_as_changes_of_the_list(desk):
    before = rights_of(desk)
    effects = load_version(desk, moved(EVENT, 7)).effects
    assert rights_of(desk) != before
    assert (rights_of(desk)["1"], rights_of(desk)["2"]) == (
        "18 HALL;18 STATIQUE;19 HALL;19 STATIQUE",
        "19 HALL",
    )
    assert (effects.by_category, effects.with_days, effects.left_out) == (3, 2, 0)
    record = desk.records()[-1].act
    assert record.kind is Kind.POLICY
    detail = read_detail(record.detail)
    assert (detail["rights"], detail["version"]) == (5, 2)
    written = desk.database.connection.execute(
        "SELECT count(*), count(DISTINCT operator) FROM change WHERE field = 'rights'"
    ).fetchone()
    assert written == (5, 1)


def test_what_diff_foresees_is_what_load_does_and_foreseeing_writes_nothing(desk):
    before, version = rights_of(desk), len(desk.records())
    foreseen = foresee(desk, moved(EVENT, 7))
    assert (rights_of(desk), len(desk.records())) == (before, version)
    assert load_version(desk, moved(EVENT, 7)).effects == foreseen.effects


def test_moving_the_days_back_gives_the_rights_back(desk):
    before = rights_of(desk)
    load_version(desk, moved(EVENT, 7))
    load_version(desk, EVENT)
    assert rights_of(desk) == before


def test_whose_day_goes_away_is_counted_and_keeps_the_rights_of_the_list(desk):
    effects = load_version(desk, replace(EVENT, days=EVENT.days[1:])).effects
    assert rights_of(desk)["1"] == "12 HALL;12 STATIQUE"
    assert rights_of(desk)["4"] == "11 PARC"
    assert effects.left_out == 1
    with desk.database.read() as connection:
        assert without_access(connection, replace(EVENT, days=EVENT.days[1:])) == 1


def test_a_day_that_is_added_comes_to_those_with_the_rights_of_their_category_alone(desk):
    parc = EVENT.days[0].sites
    longer = replace(EVENT, days=(*EVENT.days, Day(EVENT.days[-1].date + timedelta(1), parc, {"fr": "15"})))
    effects = load_version(desk, longer).effects
    assert "15 HALL" in rights_of(desk)["1"]
    assert rights_of(desk)["2"] == "12 HALL"
    assert effects.without_new_days == 2


def test_zones_and_categories_that_go_away_are_counted(desk):
    zone = "HALL"
    inner = {one.id for one in EVENT.zones if zone in EVENT.path[one.id]}
    smaller = replace(
        EVENT,
        zones=tuple(one for one in EVENT.zones if one.id not in inner),
        gates=tuple(one for one in EVENT.gates if not inner & {one.inner, one.outer}),
        categories=tuple(
            replace(one, zones=tuple(z for z in one.zones if z not in inner))
            for one in EVENT.categories
            if one.id != "press"
        ),
    )
    effects = foresee(desk, smaller).effects
    assert effects.left_out == 1, "who had the hall alone"
    assert effects.no_category == {"press": 1}


def test_a_validity_of_the_list_that_the_new_days_no_longer_meet_is_counted(desk):
    assert foresee(desk, moved(EVENT, 7)).effects.out_of_time == 1
    assert foresee(desk, replace(EVENT, name={"fr": "Autre"})).effects.out_of_time == 0


def test_a_list_that_changes_while_the_rights_are_staged_is_left_alone(desk):
    with desk.database.read() as connection:
        first = next(iter(people.everybody(connection)))

    def meddle(size: int) -> bytes:
        """Somebody else's rights change as soon as the batch has its name."""
        with acting(desk.acting_as(Actor("cli:other", ALL_ROLES))) as work:
            other = keep_rights(work.connection, frozenset())
            work.edit(Edit(first.id, "rights", str(first.rights), str(other)))
        return desk.random(size)

    with pytest.raises(KioskError, match="meanwhile"):
        load_version(replace(desk, random=meddle), moved(EVENT, 7))
    with desk.database.read() as connection:
        assert current_version(connection) == 1
    assert rights_of(desk)["2"] == "12 HALL"
    assert resume(desk) == 0, "nothing staged is left behind"
