"""The handshake: only processes of one start talk with each other, and the token is never on the wire."""

from dataclasses import replace

import pytest

from kiosk.domain.errors import KioskError
from kiosk.service.posts.frames import frame_of
from kiosk.service.posts.handshake import check_welcome, hello, welcome
from kiosk.service.posts.link import Link, read_link, write_link
from kiosk.service.posts.messages import Challenge, Welcome, WireError

OURS = Link(4000, bytes(range(32)))
THEIRS = Link(4000, bytes(32))
CHALLENGE = Challenge("ab" * 16)
GATE = ("A", "in", 7)


def test_a_gate_and_the_pages_of_one_start_know_each_other():
    said = hello(OURS, CHALLENGE, GATE, b"n" * 16)
    check_welcome(OURS, said, welcome(OURS, CHALLENGE, said))


def test_a_gate_of_another_start_is_refused():
    with pytest.raises(WireError):
        welcome(OURS, CHALLENGE, hello(THEIRS, CHALLENGE, GATE, b"n" * 16))


def test_a_gate_cannot_take_another_gate_s_place_with_what_it_heard():
    said = replace(hello(OURS, CHALLENGE, GATE, b"n" * 16), gate="B")
    with pytest.raises(WireError):
        welcome(OURS, CHALLENGE, said)


def test_an_old_hello_opens_nothing():
    said = hello(OURS, CHALLENGE, GATE, b"n" * 16)
    with pytest.raises(WireError):
        welcome(OURS, Challenge("cd" * 16), said)


def test_whoever_listens_in_the_pages_place_is_found_out():
    said = hello(OURS, CHALLENGE, GATE, b"n" * 16)
    for answer in (Welcome("A", said.proof), Welcome("A", ""), Welcome("A", "ä")):
        with pytest.raises(WireError):
            check_welcome(OURS, said, answer)


def test_the_token_is_not_on_the_wire():
    said = hello(OURS, CHALLENGE, GATE, b"n" * 16)
    wire = frame_of(CHALLENGE) + frame_of(said) + frame_of(welcome(OURS, CHALLENGE, said))
    assert OURS.token.hex().encode() not in wire


def test_a_child_reads_the_line_that_its_supervisor_wrote():
    assert read_link(write_link(OURS)) == OURS


@pytest.mark.parametrize(
    "line", ["", "x", "[]", "{}", '{"port": "p", "token": "00"}', '{"port": 1, "token": "x"}']
)
def test_any_other_first_line_is_no_supervisor_s(line):
    with pytest.raises(KioskError):
        read_link(line)
