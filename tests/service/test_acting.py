import threading
from dataclasses import replace

import pytest
from registration import EVENT

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Approval
from kiosk.domain.journal import Kind, LifeId, read_detail
from kiosk.domain.model import AccreditationStatus, CategoryId
from kiosk.domain.roles import ALL_ROLES, Action, Actor, NotAllowedError, Role
from kiosk.keys.signing import station_key
from kiosk.service.people import desk as acts
from kiosk.service.people import finding
from kiosk.service.people.desk import NewPerson
from kiosk.service.station.acting import About, acting
from kiosk.service.station.heads import Begun, begin_life
from kiosk.service.station.lives import Continuity, standing
from kiosk.store.changes import Edit, newest
from kiosk.store.events import current_version, save_event
from kiosk.store.journal import journals, own_journals
from kiosk.store.journal_reading import Selection, entries, merged

PRESS = CategoryId(next(one.id for one in EVENT.categories if one.approval is Approval.SECURITY))


def another_stations_journal(desk, key=bytes(32)):
    """Have the journal of another station come into this file, as one that travels will."""
    life = replace(desk.life, station=b"station-number-2", id=LifeId(b"the-other-life-2"))
    return begin_life(desk.database, life, station_key(key), Begun(2, "cli:kofi"))


def test_a_unit_of_work_commits_its_edits_and_its_records_together(desk):
    person = acts.register(desk, NewPerson("visitor", texts={"family_name": "Diallo"}))
    before = len(desk.records())

    def fail_half_way():
        with acting(desk) as work:
            work.edit(Edit(person.holder.id, "notes", None, "half done"))
            work.record(Kind.STATUS, About(person.holder.subject))
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert len(desk.records()) == before
    assert finding.the_one(desk, "Diallo").person == person


def test_a_record_names_the_versions_after_the_edits_that_it_tells_of(desk):
    with acting(desk) as work:
        first = work.record(Kind.TEST, About())
        save_event(work.connection, replace(EVENT, name={"fr": "Autre"}), work.now)
    acts.register(desk, NewPerson("visitor", texts={"family_name": "Diallo"}))
    acts_recorded = [entry.act for entry in desk.records()]
    assert (acts_recorded[first].list_version, acts_recorded[first].policy_version) == (0, 1)
    with desk.database.read() as connection:
        versions = (newest(connection), current_version(connection))
    assert (acts_recorded[-1].list_version, acts_recorded[-1].policy_version) == versions == (1, 2)


def test_many_records_go_in_at_once_in_their_order(desk):
    with acting(desk) as work:
        work.record_all(Kind.TEST, [About(detail={"n": n}) for n in range(5)])
    assert [read_detail(entry.act.detail)["n"] for entry in desk.records()[-5:]] == list(range(5))


def test_an_act_goes_to_the_stations_own_journal_also_where_another_one_came_later(desk):
    other = another_stations_journal(desk)
    acts.register(desk, NewPerson("visitor", texts={"family_name": "Diallo"}))
    assert desk.records()[-1].act.kind is Kind.STATUS
    with desk.database.read() as connection:
        assert [entry.act.kind for entry in entries(connection, other)] == [Kind.LIFE]
        assert own_journals(connection) == (desk.journal,)
        assert journals(connection) == (desk.journal, other)


def test_a_file_that_holds_another_stations_journal_is_no_restored_copy(desk):
    another_stations_journal(desk)
    key = station_key(bytes(32))
    assert standing(desk.database, key.public, None).continuity is not Continuity.FORKED
    begin_life(
        desk.database, replace(desk.life, id=LifeId(b"the-next-life-99")), key, Begun(3, "cli:aminata")
    )
    another_life = replace(desk.life, station=b"station-number-3", id=LifeId(b"a-third-life-003"))
    with desk.database.write() as connection:
        connection.execute(
            "INSERT INTO life (id, event, station, public_key, started_at) VALUES (?, ?, ?, ?, ?)",
            (another_life.id, another_life.event, another_life.station, bytes(32), 4),
        )
    assert standing(desk.database, key.public, None).continuity is Continuity.WHOLE


def test_records_of_several_journals_are_merged_by_time_and_each_keeps_its_order(desk):
    other = another_stations_journal(desk)
    sister = replace(desk, journal=other, clock=type(desk.clock)(desk.clock.at.replace(minute=30)))
    with acting(desk) as work:
        work.record(Kind.TEST, About(detail={"at": "09:00"}))
    with acting(sister) as work:
        work.record(Kind.TEST, About(detail={"at": "09:30"}))
    desk.clock.at = desk.clock.at.replace(hour=10)
    with acting(desk) as work:
        work.record(Kind.TEST, About(detail={"at": "10:00"}))
    desk.clock.at = desk.clock.at.replace(hour=9)  # somebody has set the clock back
    with acting(desk) as work:
        work.record(Kind.TEST, About(detail={"at": "09:00 again"}))
    with desk.database.read() as connection:
        found = [read_detail(one.act.detail).get("at") for one in merged(connection, Selection())]
    assert found[2:] == ["09:00", "09:30", "10:00", "09:00 again"]


def test_another_operator_is_recorded_as_who_acted(desk):
    awa = desk.acting_as(Actor("5" * 32, frozenset({Role.DESK})))
    acts.register(awa, NewPerson("visitor", texts={"family_name": "Diallo"}))
    assert desk.records()[-1].act.operator == "5" * 32
    assert desk.operator == "cli:aminata"
    assert awa.journal == desk.journal


def test_two_threads_act_on_one_station_each_through_its_own_connection(desk):
    with desk.connected() as one, desk.connected() as other:
        assert one.database.connection is not other.database.connection
        failures = []

        def work_through(station, letter):
            try:
                for n in range(20):
                    acts.register(station, NewPerson("visitor", texts={"family_name": f"{letter}{n:02}"}))
            except KioskError as error:
                failures.append(error)

        threads = [
            threading.Thread(target=work_through, args=pair)
            for pair in (
                (one.acting_as(Actor("awa", ALL_ROLES)), "A"),
                (other.acting_as(Actor("kofi", ALL_ROLES)), "B"),
            )
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failures
    records = desk.records()
    assert [entry.seq for entry in records] == list(range(41))
    assert {who: sum(entry.act.operator == who for entry in records) for who in ("awa", "kofi")} == {
        "awa": 20,
        "kofi": 20,
    }
    versions = [entry.act.list_version for entry in records[1:]]
    assert versions == sorted(set(versions)), "each saw the other's changes when it was its turn"


def test_a_second_connection_has_the_same_life_and_is_closed_with_its_block(desk):
    with desk.connected() as second:
        assert (second.life, second.journal, second.actor) == (desk.life, desk.journal, desk.actor)
        assert second.photos.path == desk.photos.path
    with pytest.raises(KioskError):
        second.event()
    assert desk.event() == EVENT


def test_who_may_not_is_told_which_roles_may(desk):
    gate = desk.acting_as(Actor("awa", frozenset({Role.GATE})))
    with pytest.raises(NotAllowedError) as refused:
        gate.actor.needs(Action.HAND_OVER)
    assert refused.value.message == "awa may not hand over"
    assert refused.value.hint == "this needs one of the roles: desk"


@pytest.mark.parametrize(
    ("role", "category", "is_allowed"),
    [
        (Role.DESK, "exhibitor", True),
        (Role.DESK, PRESS, False),
        (Role.SECURITY, PRESS, True),
        (Role.DESK, "gone-from-the-event", False),
        (Role.SECURITY, "gone-from-the-event", True),
    ],
)
def test_who_approves_is_what_the_category_in_force_says(desk, role, category, is_allowed):
    station = desk.acting_as(Actor("awa", frozenset({role})))
    with acting(station) as work:
        if is_allowed:
            work.needs(Action.APPROVE, CategoryId(category))
        else:
            with pytest.raises(NotAllowedError):
                work.needs(Action.APPROVE, CategoryId(category))


def test_a_desk_cannot_reinstate_whom_security_has_blocked(desk):
    person = acts.register(desk, NewPerson("exhibitor", texts={"family_name": "Diallo"}))
    blocked = acts.block(desk, acts.approve(desk, person))
    before = len(desk.records())
    with pytest.raises(NotAllowedError):
        acts.reinstate(desk.acting_as(Actor("awa", frozenset({Role.DESK, Role.SUPERVISOR}))), blocked)
    assert len(desk.records()) == before
    assert finding.the_one(desk, "Diallo").person.status is AccreditationStatus.BLOCKED
