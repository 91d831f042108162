from dataclasses import replace

import pytest

from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Act, Kind, read_detail
from kiosk.domain.model import AccreditationStatus, BadgeNumber, BadgeState
from kiosk.domain.roles import ALL_ROLES, Actor
from kiosk.service.evidence.verify_database import verify_database
from kiosk.service.people import desk as acts
from kiosk.service.people import finding
from kiosk.service.people.desk import NewPerson
from kiosk.service.people.erasing import erase
from kiosk.store.badges import NewBadge, add, set_state
from kiosk.store.journal import FreeText, append_with_text, journals
from kiosk.store.people import accredited
from kiosk.store.photos import keep_photo, load_photo


def register(desk, **words):
    texts = {"given_name": "Aïssata", "family_name": "Ba", **words}
    return acts.register(desk, NewPerson("visitor", texts=texts))


def statuses(desk) -> list[tuple[object, object]]:
    details = [read_detail(record.act.detail) for record in desk.records() if record.act.kind is Kind.STATUS]
    return [(detail["from"], detail["to"]) for detail in details]


def test_somebody_who_is_on_no_list_is_registered_in_one_act(desk):
    person = acts.register(
        desk, NewPerson("press", "HALL PRESSE", "12", {"family_name": " Keïta ", "organisation": "ORTM"})
    )
    assert person.holder.name == "Keïta"
    assert person.source == "desk"
    assert person.status is AccreditationStatus.PENDING
    assert acts.rights_of(desk, person) == "12/11 HALL, PRESSE"
    assert [one.person for one in finding.find(desk, "keita")] == [person]
    record = desk.records()[-1].act
    assert (record.kind, record.subject, record.operator) == (
        Kind.STATUS,
        person.holder.subject,
        "cli:aminata",
    )
    assert "Ke" not in record.detail.decode()


@pytest.mark.parametrize(
    ("new", "says", "hint"),
    [
        (NewPerson("visitr", texts={"family_name": "Ba"}), "no category", "visitor"),
        (NewPerson("visitor", texts={"organisation": "X"}), "no name", "family name"),
        (NewPerson("visitor", texts={"familyname": "X"}), "no field", "family_name"),
        (NewPerson("visitor", "HAL", "", {"family_name": "Ba"}), 'zones "HAL"', "HALL VIP:13"),
    ],
)
def test_what_cannot_be_registered_says_why_and_leaves_nothing(desk, new, says, hint):
    with pytest.raises(KioskError) as caught:
        acts.register(desk, new)
    assert says in caught.value.message
    assert hint in caught.value.hint
    assert len(desk.records()) == 1
    assert finding.find(desk, "ba") == []


def test_status_acts_are_recorded_with_what_they_changed(desk):
    person = acts.register(desk, NewPerson("press", texts={"family_name": "Ba"}))
    person = acts.approve(desk, person)
    person = acts.suspend(desk, person)
    person = acts.reinstate(desk, person)
    person = acts.block(desk, person)
    assert person == accredited(desk.database.connection, person.n)
    assert statuses(desk) == [
        (None, "pending"),
        ("pending", "active"),
        ("active", "suspended"),
        ("suspended", "active"),
        ("active", "blocked"),
    ]


def test_the_stricter_wins(desk):
    person = register(desk)
    blocked = acts.block(desk, person)
    assert acts.suspend(desk, person).status is AccreditationStatus.BLOCKED
    assert acts.block(desk, blocked).status is AccreditationStatus.BLOCKED
    assert statuses(desk) == [(None, "active"), ("active", "blocked")]


def test_what_lifts_names_what_it_lifts(desk):
    person = register(desk)
    suspended = acts.suspend(desk, person)
    acts.block(desk, suspended)
    with pytest.raises(KioskError, match="is blocked, not suspended"):
        acts.reinstate(desk, suspended)
    with pytest.raises(KioskError, match="is blocked, not pending"):
        acts.approve(desk, person)
    with pytest.raises(KioskError, match="is active"):
        acts.reinstate(desk, person)
    (found,) = finding.find(desk, "ba")
    assert acts.reinstate(desk, found.person).status is AccreditationStatus.ACTIVE


def test_find_shows_each_accreditation_with_its_current_badge(desk):
    person = register(desk)
    other = register(desk, given_name="Kofi", family_name="Mensah")
    old, new = BadgeNumber(1 << 22 | 1), BadgeNumber(1 << 22 | 2)
    with desk.database.write() as connection:
        add(
            connection,
            [NewBadge(old, 0, person.n, bytes(32), 1), NewBadge(new, 0, person.n, bytes([1] * 32), 2)],
            desk.clock.now(),
        )
        set_state(connection, old, BadgeState.REVOKED, desk.clock.now())
    (found,) = finding.find(desk, "aissata")
    assert [badge.number for badge in found.badges] == [new, old]
    assert found.number == printed(new)
    (unprinted,) = finding.find(desk, "mensah")
    assert (unprinted.person, unprinted.number, unprinted.current) == (other, "", None)
    assert finding.the_one(desk, printed(old)).person == person


def test_the_one_is_one(desk):
    awa, aissata = register(desk, given_name="Awa"), register(desk)
    assert finding.the_one(desk, "awa").person == awa
    assert finding.the_one(desk, "Aïssata Ba").person == aissata
    with pytest.raises(KioskError) as caught:
        finding.the_one(desk, "ba")
    assert "Awa Ba" in caught.value.message
    assert "Aïssata Ba" in caught.value.message
    with pytest.raises(KioskError, match="nobody"):
        finding.the_one(desk, "zorro")


def test_an_erased_person_is_in_no_file_and_the_journal_verifies(desk, tmp_path):
    with desk.photos.write() as connection:
        photo = keep_photo(connection, b"the only picture of Zqfamily")
    texts = {
        "given_name": "Zqgiven",
        "family_name": "Zqfamily",
        "name_native": "محمدی",
        "email": "zq@example.ml",
    }
    person = acts.register(desk, NewPerson("visitor", texts=texts, photo=photo))
    register(desk)
    with desk.database.write() as connection:
        words = FreeText("Zqfamily was rude", bytes(16))
        override = Act(Kind.PARDON, 1, 1, subject=person.holder.subject, operator="cli:x")
        append_with_text(connection, journals(connection)[-1], override, words)
    suspended = acts.suspend(desk, person)
    assert erase(desk, suspended).is_gone
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
    assert [word for word in (b"zqgiven", b"zqfamily", "محمدی".encode(), b"zq@example") if word in data] == []
    assert load_photo(desk.photos.connection, photo) is None
    gone = accredited(desk.database.connection, person.n)
    assert gone is not None
    assert (gone.holder.subject, gone.holder.name, gone.status) == (None, "", AccreditationStatus.BLOCKED)
    assert finding.find(desk, "zqfamily") == []
    assert desk.records()[-1].act.kind is Kind.ERASE
    assert desk.records()[-1].act.subject == person.holder.subject
    assert finding.find(desk, "aissata") != []
    assert not [found for found in verify_database(desk.database.path).findings if found.trouble.is_tampering]
    with pytest.raises(KioskError, match="erased already"):
        erase(desk, suspended)
    with pytest.raises(KioskError, match="was erased"):
        acts.reinstate(desk, replace(gone))


def test_a_picture_that_somebody_else_has_too_stays(desk):
    with desk.photos.write() as connection:
        photo = keep_photo(connection, b"a group")
    twins = [
        acts.register(desk, NewPerson("visitor", texts={"family_name": name}, photo=photo))
        for name in ("Sy", "Ly")
    ]
    erase(desk, twins[0])
    assert load_photo(desk.photos.connection, photo) == b"a group"
    erase(desk, twins[1])
    assert load_photo(desk.photos.connection, photo) is None


def test_an_act_that_cannot_be_recorded_did_not_happen(desk):
    person = register(desk)
    broken = desk.acting_as(Actor("x" * 300, ALL_ROLES))  # longer than a record's field
    with pytest.raises(ValueError, match="fit"):
        acts.block(broken, person)
    assert accredited(desk.database.connection, person.n) == person
