"""Parties: counted with the person whom they came with, and never more than is believable."""

import pytest
from fairground import enrol, found_station
from gate.props import acts, post_at

from kiosk.domain.errors import KioskError
from kiosk.domain.model import Method, PartyKind
from kiosk.domain.roles import Actor, NotAllowedError, Role
from kiosk.service.admission.admit import Presented
from kiosk.service.admission.party import MOST, count_party


@pytest.fixture
def station(tmp_path):
    station = found_station(tmp_path)
    yield station
    station.close()


@pytest.fixture
def host(station):
    text = enrol(station).text
    return post_at(station, "A", "in").admission.admit(Presented(text, Method.WEDGE)).seq


@pytest.mark.parametrize("people", [1, MOST])
def test_a_party_is_a_record_that_answers_its_host_s(station, host, people):
    seq = count_party(station, host, people, PartyKind.CHILD)
    act = acts(station)[seq]
    assert (act.kind, act.answers.seq, act.outcome, act.zone_to) == ("party", host, None, "PARC")


@pytest.mark.parametrize("people", [0, -1, MOST + 1])
def test_a_party_has_a_size_that_can_be_believed(station, host, people):
    before = len(acts(station))
    with pytest.raises(KioskError):
        count_party(station, host, people, PartyKind.CHILD)
    assert len(acts(station)) == before


def test_a_party_needs_a_host_who_was_let_through(station, host):
    refused = post_at(station, "A", "in").admission.admit(Presented("nonsense", Method.WEDGE)).seq
    for seq in (0, refused, host + 100):
        with pytest.raises(KioskError):
            count_party(station, seq, 2, PartyKind.DRIVER)


def test_a_desk_counts_no_parties(station, host):
    desk = station.acting_as(Actor("dd" * 16, frozenset({Role.DESK})))
    with pytest.raises(NotAllowedError):
        count_party(desk, host, 2, PartyKind.DRIVER)
