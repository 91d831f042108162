import random
from datetime import UTC, datetime, timedelta

import pytest
from registration import EVENT, open_desk

from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Act, Kind, Life, LifeId, micros
from kiosk.domain.model import OUTSIDE, Outcome, Subject, ZoneId
from kiosk.domain.presence import closing_detail
from kiosk.keys.signing import station_key
from kiosk.service.muster.earlier import who_was_inside
from kiosk.service.muster.inside import who_is_inside
from kiosk.service.people import desk as acts
from kiosk.service.people.desk import NewPerson
from kiosk.service.people.erasing import erase
from kiosk.service.station.heads import Begun, begin_life
from kiosk.store.journal import append, journals
from kiosk.store.presence import follow

TEN = datetime(2025, 11, 11, 10, tzinfo=UTC)
ZONES = ("PARC", "HALL", "CONF", "TERRAIN")


@pytest.fixture
def desk(tmp_path):
    made = open_desk(tmp_path)
    made.clock.at = TEN
    return made


def register(desk, name) -> Subject:
    subject = acts.register(desk, NewPerson("visitor", texts={"family_name": name})).holder.subject
    assert subject is not None
    return subject


def record(desk, act: Act) -> None:
    with desk.database.write() as connection:
        append(connection, journals(connection)[-1], act)
        follow(connection, act, EVENT)


def move(desk, subject, at, to, outcome=Outcome.GRANTED) -> None:
    moment = micros(at)
    record(
        desk,
        Act(
            Kind.SCAN,
            moment,
            moment,
            zone_from=ZoneId("PARC"),
            zone_to=ZoneId(to),
            subject=subject,
            outcome=outcome,
        ),
    )


def names(muster) -> list[tuple[str, str]]:
    return [(one.name, one.zone) for one in muster.people]


def test_an_empty_salon_has_nobody_inside(desk):
    muster = who_is_inside(desk)
    assert (muster.people, muster.counts) == ((), {})


def test_each_zone_counts_those_in_its_sub_zones(desk):
    awa, bintou, cheick = (register(desk, name) for name in ("Awa", "Bintou", "Cheick"))
    for subject, zone in ((awa, "HALL"), (bintou, "PARC"), (cheick, "B2B")):
        move(desk, subject, TEN, zone)
    muster = who_is_inside(desk)
    assert names(muster) == [("Bintou", "PARC"), ("Awa", "HALL"), ("Cheick", "B2B")]
    assert muster.counts == {"PARC": 3, "HALL": 2, "B2B": 1}
    hall = who_is_inside(desk, "hall")
    assert names(hall) == [("Awa", "HALL"), ("Cheick", "B2B")]
    assert hall.counts == {"HALL": 2, "B2B": 1}


def test_a_denied_scan_and_one_turned_back_put_nobody_inside(desk):
    awa, bintou = register(desk, "Awa"), register(desk, "Bintou")
    move(desk, awa, TEN, "PARC", outcome=Outcome.DENIED)
    move(desk, bintou, TEN, "PARC")
    ways = {"zone_from": ZoneId("PARC"), "zone_to": OUTSIDE}
    record(desk, Act(Kind.TURNED_BACK, micros(TEN), micros(TEN), subject=bintou, **ways))
    assert who_is_inside(desk).people == ()


def test_what_yesterday_left_open_is_nobody_inside_today(desk):
    move(desk, register(desk, "Awa"), TEN, "PARC")
    desk.clock.wait(timedelta(hours=17))  # 03:00, before the day begins: it is still yesterday's evening
    assert names(who_is_inside(desk)) == [("Awa", "PARC")]
    desk.clock.wait(timedelta(hours=2))
    assert who_is_inside(desk).people == ()
    assert who_was_inside(desk, TEN + timedelta(hours=19)).people == ()
    assert names(who_was_inside(desk, TEN + timedelta(hours=1))) == [("Awa", "PARC")]


def test_an_earlier_moment_is_answered_from_the_journals_of_all_lives(desk):
    awa = register(desk, "Awa")
    move(desk, awa, TEN, "PARC")
    life = Life(desk.event().id, desk.life.station, LifeId(b"the-second-life!"))
    begin_life(desk.database, life, station_key(bytes(32)), Begun(micros(TEN), desk.operator))
    move(desk, awa, TEN + timedelta(minutes=20), OUTSIDE)
    desk.clock.wait(timedelta(hours=1))
    assert names(who_was_inside(desk, TEN)) == [("Awa", "PARC")]
    assert names(who_was_inside(desk, TEN + timedelta(minutes=19))) == [("Awa", "PARC")]
    assert who_was_inside(desk, TEN + timedelta(minutes=20)).people == ()
    assert who_was_inside(desk, TEN - timedelta(microseconds=1)).people == ()


def test_a_closing_ends_what_it_closes_and_not_what_came_before_it(desk):
    awa = register(desk, "Awa")
    move(desk, awa, TEN, "PARC")
    at = micros(TEN + timedelta(hours=1))
    before = closing_detail(TEN.date() + timedelta(days=1))
    closed = Act(Kind.PRESENCE_CLOSED, at, at, zone_from=ZoneId("PARC"), detail=before)
    with desk.database.write() as connection:
        append(connection, journals(connection)[-1], closed)
    desk.clock.wait(timedelta(hours=2))
    assert who_was_inside(desk, TEN + timedelta(hours=1)).people == ()
    assert names(who_was_inside(desk, TEN + timedelta(minutes=59))) == [("Awa", "PARC")]


@pytest.mark.parametrize("seed", range(8))
def test_the_table_and_the_journal_agree_about_now(desk, seed):
    chance = random.Random(seed)
    people = [register(desk, f"Personne {number}") for number in range(6)]
    for minute in range(60):
        to = chance.choice((*ZONES, OUTSIDE))
        move(desk, chance.choice(people), TEN + timedelta(minutes=minute), to)
    desk.clock.wait(timedelta(hours=1))
    now = who_is_inside(desk)
    assert now.people
    assert who_was_inside(desk, desk.clock.now()) == now


def test_who_was_erased_is_still_counted_and_has_no_name(desk):
    person = acts.register(desk, NewPerson("visitor", texts={"family_name": "Awa"}))
    move(desk, person.holder.subject, TEN, "PARC")
    erase(desk, person)
    desk.clock.wait(timedelta(hours=1))
    (one,) = who_was_inside(desk, TEN).people
    assert (one.name, one.organisation, one.zone) == ("", "", "PARC")


def test_no_such_zone_names_the_nearest(desk):
    with pytest.raises(KioskError) as caught:
        who_is_inside(desk, "HAL")
    assert "HALL" in caught.value.hint


def test_the_future_is_not_answered(desk):
    with pytest.raises(KioskError, match="not come yet"):
        who_was_inside(desk, TEN + timedelta(seconds=1))
