"""Streams: the newest sign with the time left to it, no green that came too late, and gates that are gone."""

import asyncio
import json

import pytest

from kiosk.service.posts.messages import Beat, SightSeen, SignShown
from kiosk.web.live import (
    EVERY,
    LATE_FOR_MS,
    SILENT,
    TOO_LATE,
    Gates,
    event,
    left_ms,
    standing,
    stream,
    wait_s,
)

GREEN = SignShown("A", 4, "decided", "green", "in", seq=7, ttl_ms=5000, shown_at=100.0)
READY = SignShown("A", 5, "ready", "idle", "in", shown_at=100.0)
SAID_WITHIN = 2.0
"""Seconds within which a screen must say that its gate is gone; the issue's own figure."""


class Hand:
    """Monotonic seconds that a test sets."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


def told(message):
    """Send nothing."""


async def nothing(gates):
    """Let time pass."""


def test_a_green_that_comes_in_time_is_shown():
    assert standing(GREEN, 100.0 + TOO_LATE) is GREEN


def test_a_green_that_comes_too_late_says_so_and_keeps_its_record():
    late = standing(GREEN, 100.1 + TOO_LATE)
    assert (late.face, late.colour, late.seq) == ("late", "fault", 7)
    assert left_ms(late, 100.1 + TOO_LATE) == LATE_FOR_MS


def test_what_is_not_green_is_shown_however_late():
    assert standing(READY, 900.0) is READY


@pytest.mark.parametrize(
    ("sign", "now", "left"), [(GREEN, 102.0, 3000), (GREEN, 200.0, 1), (READY, 200.0, 0)]
)
def test_a_sign_is_told_with_the_time_that_is_left(sign, now, left):
    assert left_ms(sign, now) == left


def test_an_event_is_one_line_of_data():
    assert (
        event("beat", {"said": "a\nb é"}, "e.1")
        == 'event: beat\nid: e.1\ndata: {"said":"a\\nb é"}\n\n'.encode()
    )


def events(chunks):
    for chunk in chunks:
        lines = dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n"))
        if "event" in lines:
            yield lines["event"], json.loads(lines["data"])


def follow(clock, script):
    """Run a stream through a script of steps; return its events."""
    came = []

    async def run():
        gates = Gates(clock, "e")
        await gates.begin()

        async def render():
            return {"public": f"<b>{gates.gate('A').sign.face}</b>"}

        async def listen():
            async for chunk in stream(gates, "A", render):
                came.append(chunk)  # noqa: PERF401 - it is never over by itself

        await script[0](gates)
        listening = asyncio.create_task(listen())
        for step in (nothing, *script[1:]):
            await step(gates)
            for _ in range(20):
                await asyncio.sleep(0)
        await gates.end()
        await listening

    asyncio.run(run())
    return list(events(came))


def test_a_stream_tells_signs_with_their_halves_and_beats_of_a_gate_that_speaks():
    clock = Hand()

    async def join(gates):
        await gates.joined("A", "in", told)
        await gates.heard("A", READY)
        await gates.heard("A", Beat("A", fps=15.0))

    async def decide(gates):
        await gates.heard("A", SightSeen("A", (("read", 0.1, 0.1, 0.2, 0.2),), "closer"))
        await gates.heard("A", GREEN)

    came = follow(clock, [join, decide])
    signs = [data for name, data in came if name == "sign"]
    assert [(sign["face"], sign["html"]) for sign in signs] == [
        ("ready", {"public": "<b>ready</b>"}),
        ("decided", {"public": "<b>decided</b>"}),
    ]
    boxes = [["read", 0.1, 0.1, 0.2, 0.2]]
    assert ("sight", {"boxes": boxes, "area": None, "hint": "closer"}) in came
    assert next(data for name, data in came if name == "beat")["direction"] == "in"


def test_nothing_of_the_person_stands_beside_the_halves():
    async def decide(gates):
        await gates.joined("A", "in", told)
        person = SignShown(
            "A", 1, "decided", "red", "in", seq=7, reason="forged", subject="ab" * 16, badge="0001"
        )
        await gates.heard("A", person)

    (sign,) = [data for name, data in follow(Hand(), [decide]) if name == "sign"]
    assert not {"reason", "subject", "badge", "notices"} & set(sign)


def test_a_gate_whose_connection_breaks_is_gone_at_once_and_its_direction_is_told():
    async def join(gates):
        await gates.joined("A", "out", told)

    async def leave(gates):
        await gates.left("A", told)

    assert follow(Hand(), [join, leave])[-1] == ("gone", {"direction": "out", "ever": True})


def test_who_looks_at_a_gate_that_is_gone_is_not_shown_its_last_green():
    async def end(gates):
        await gates.joined("A", "in", told)
        await gates.heard("A", GREEN)
        await gates.left("A", told)

    assert follow(Hand(), [end]) == [("gone", {"direction": "in", "ever": True})]


def test_a_gate_that_was_never_there_is_gone_too():
    assert follow(Hand(), [nothing]) == [("gone", {"direction": "", "ever": False})]


def test_a_gate_that_connected_again_is_not_taken_away_by_its_older_connection():
    async def twice(gates):
        await gates.joined("A", "in", told)
        await gates.joined("A", "in", print)
        await gates.left("A", told)
        assert gates.is_heard(gates.gate("A"))

    follow(Hand(), [twice])


def test_a_gate_that_hangs_is_gone_after_its_silence_and_that_is_said_within_two_seconds():
    clock = Hand()

    async def hang(gates):
        await gates.joined("A", "in", told)
        gate = gates.gate("A")
        clock.seconds += SILENT - 0.01
        assert gates.is_heard(gate)
        waited = wait_s(gates, gate, due=clock.seconds + EVERY)
        clock.seconds += waited
        assert not gates.is_heard(gate)
        assert clock.seconds - 100.0 < SAID_WITHIN - 0.3

    follow(clock, [hang])
