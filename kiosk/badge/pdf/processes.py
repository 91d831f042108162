"""Worker processes: spawned, and deaf to Ctrl-C from the start.

1. They are spawned, not forked: the caller may have threads.
2. Ctrl-C is for the process that started them, which ends them. A process still loading would print a
   traceback over the screen; so they start with the signal blocked, which is inherited (POSIX, exec).
"""

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager


def begin(count: int) -> ProcessPoolExecutor:
    """Return a pool of this many processes; each starts with a task submitted within `undisturbed`."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Block Ctrl-C during a block, where the system can: processes started in it never receive it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
