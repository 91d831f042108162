"""Processes that work beside this one: spawned, and deaf to Ctrl-C from their first moment.

1. They are spawned, not forked: the caller may have threads.
2. Ctrl-C is for the process that began them, which ends them. A process that is still loading would print a
   page of Python over the screen; so they begin with the signal blocked, which is inherited (POSIX, exec).
"""

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager


def begin(count: int) -> ProcessPoolExecutor:
    """Return a pool of that many processes; each begins with a task, handed over in `undisturbed`."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back for the block, where the system can: what begins in it never hears of it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
