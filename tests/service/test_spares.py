"""Spare numbers: dead until somebody's, by a scan of their own paper."""

import pytest
from badged import badge as badge_row
from badged import issue_all, make_station, records, states

from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import Kind
from kiosk.domain.model import BadgeState, Direction, GateId, Reason
from kiosk.service.admission.admit import Admission, Presented
from kiosk.service.badges import spares
from kiosk.service.people import desk, finding
from kiosk.service.station import timekeeper


@pytest.fixture
def station(tmp_path):
    station = make_station(tmp_path)
    yield station
    station.close()


def scan(station, text: str):
    checkpoint = station.event().checkpoint(GateId("A"), Direction.IN)
    return Admission(station, checkpoint, timekeeper.begin(station)).admit(Presented(text)).decision


def test_a_spare_is_dead_and_raises_an_alarm_until_it_is_linked(station):
    (spare,) = spares.make_spares(station, 1)
    assert scan(station, spare.credential).reason is Reason.UNKNOWN
    linked = spares.link(station, spare.credential, "Traoré")
    assert linked.person == "Aminata Traoré"
    assert scan(station, spare.credential).reason is None


def test_a_linked_spare_takes_the_place_of_the_badge_before(station):
    first, *_ = issue_all(station)
    (spare,) = spares.make_spares(station, 1)
    linked = spares.link(station, spare.credential, printed(first))
    old, new = badge_row(station, first), badge_row(station, spare.number)
    assert (linked.old, old.state, old.superseded_by) == (first, BadgeState.SUPERSEDED, spare.number)
    assert (new.state, new.issue) == (BadgeState.HANDED_OVER, 2)


def test_a_spare_typed_by_a_hand_scanner_on_a_french_keyboard_is_linked(station):
    (spare,) = spares.make_spares(station, 1)
    french = str.maketrans("1234567890AQZWM", "&é\"'(-è_çàQAWZ?")
    assert spares.link(station, spare.credential.translate(french), "Diallo").number == spare.number


def test_a_number_alone_links_nothing(station):
    (spare,) = spares.make_spares(station, 1)
    with pytest.raises(KioskError, match="no spare of this station"):
        spares.link(station, printed(spare.number), "Diallo")


def test_a_spare_with_a_changed_seal_is_not_linked(station):
    (spare,) = spares.make_spares(station, 1)
    last = "0" if spare.credential[-1] != "0" else "1"
    with pytest.raises(KioskError, match="no spare of this station"):
        spares.link(station, spare.credential[:-1] + last, "Diallo")


def test_a_spare_is_linked_once(station):
    (spare,) = spares.make_spares(station, 1)
    spares.link(station, spare.credential, "Diallo")
    with pytest.raises(KioskError, match="somebody's badge"):
        spares.link(station, spare.credential, "Traoré")


def test_a_void_spare_is_never_linked_and_stays_an_alarm(station):
    (spare,) = spares.make_spares(station, 1)
    spares.void(station, [spare.number])
    assert spares.free(station) == []
    with pytest.raises(KioskError, match="void"):
        spares.link(station, spare.credential, "Diallo")
    with pytest.raises(KioskError, match="void"):
        spares.void(station, [spare.number])
    assert scan(station, spare.credential).reason is Reason.UNKNOWN


def test_somebodys_badge_is_not_voided_as_a_spare(station):
    first, *_ = issue_all(station)
    with pytest.raises(KioskError, match="no spare"):
        spares.void(station, [first])


def test_who_may_have_no_badge_gets_none_by_a_spare(station):
    (spare,) = spares.make_spares(station, 1)
    desk.suspend(station, finding.the_one(station, "Diallo").person)
    with pytest.raises(KioskError, match="suspended"):
        spares.link(station, spare.credential, "Diallo")
    assert spares.free(station) == [spare.number]


def test_spares_are_journalled_and_share_the_series_of_badges(station):
    before = issue_all(station)
    made = spares.make_spares(station, 120)
    numbers = [one.number for one in made]
    assert numbers == list(range(before[-1] + 1, before[-1] + 121))
    details = [act.detail for act in records(station, Kind.ISSUE)][-3:]
    assert [b'"spares":50' in detail for detail in details] == [True, True, False]
    assert len(spares.free(station)) == 120
    spares.link(station, made[7].credential, "Gül")
    assert states(station)["Gül"] is BadgeState.HANDED_OVER
    acts = records(station, Kind.ISSUE, Kind.HANDOVER)[-2:]
    assert [act.kind for act in acts] == [Kind.ISSUE, Kind.HANDOVER]
    assert all(act.subject is not None and act.badge == made[7].number for act in acts)


def test_too_many_spares_at_a_time_are_refused(station):
    for count in (0, -1, spares.MOST + 1):
        with pytest.raises(KioskError, match="at a time"):
            spares.make_spares(station, count)
