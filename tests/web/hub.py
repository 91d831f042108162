"""The pages' side of the wire for tests: a real server in a thread with an event loop of its own."""

import asyncio
import os
import socket
import threading
import time
from contextlib import contextmanager

from kiosk.config.computer import SystemClock
from kiosk.service.posts.link import Link
from kiosk.web.live import Gates, stream
from kiosk.web.wire import Wire

DEADLINE = 30
"""Seconds that a busy computer may take for what takes milliseconds."""
TOKEN = bytes(range(32))


class Hub:
    """What the pages know, and how a test waits for it."""

    def __init__(self, port=0):
        self.gates = Gates(SystemClock().monotonic, "e")
        self.loop = asyncio.new_event_loop()
        self.link = Link(port or free_port(), TOKEN)
        self.wire = Wire(self.link, self.gates, os.urandom)
        self._thread = threading.Thread(target=self.loop.run_forever)

    def open(self):
        self._thread.start()
        self.do(self.gates.begin())
        self.do(self.wire.open())
        return self

    def close(self):
        self.do(self.gates.end())
        self.do(self.wire.close())
        self.do(asyncio.sleep(0.05))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(DEADLINE)

    def stream(self, name, halves=dict):
        """Return a list that fills with the events of a gate's stream."""
        events = []

        async def follow():
            async def render():
                return halves()

            async for event in stream(self.gates, name, render):
                events.append(event)  # noqa: PERF401 - a test reads it meanwhile

        asyncio.run_coroutine_threadsafe(follow(), self.loop)
        return events

    def faces(self, name):
        return [sign.face for sign in self.gates.gate(name).signs]


@contextmanager
def hub(port=0):
    opened = Hub(port).open()
    try:
        yield opened
    finally:
        opened.close()


def free_port():

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(holds, seconds=DEADLINE):
    """Wait until something holds; it is looked at again and again, as nobody can be asked to tell."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "it never came"
        threading.Event().wait(0.005)
    return found
