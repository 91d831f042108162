"""The intake of many photos: several at a time, each in a process whose crash does no other harm.

1. The output has the order of the input, whichever is done first.
2. Only a few photos are in flight at a time, so memory does not grow with their number.
3. A photo that crashes its process is refused; the others in flight with it are taken in again, one by one.
4. Ctrl-C is handled by the importing process: it ends the others.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

from kiosk.badge.pdf.processes import begin, undisturbed

Taken = bytes | str
"""A clean JPEG, or the reason why there is none."""
Act = Callable[[Path], Taken]
"""Takes one photo in; must be picklable if several processes are to do it."""

_FEW = 8
"""Photos for which other processes are not worth starting."""
_AHEAD = 2
"""Photos that wait for each process."""


class PhotoIntake:
    """Takes photos in, in the given number of processes; 1 takes them in here."""

    def __init__(self, act: Act, workers: int) -> None:
        self._act = act
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def run(self, paths: Sequence[Path]) -> Iterator[Taken]:
        """Yield the result of each photo, in the order of the paths."""
        if self._workers < 2 or (self._pool is None and len(paths) < _FEW):
            yield from map(self._act, paths)
            return
        source = iter(paths)
        waiting: deque[tuple[Path, Future[Taken]]] = deque()
        while True:
            for path in islice(source, self._workers * (1 + _AHEAD) - len(waiting)):
                waiting.append((path, self._submitted(path, self._workers)))
            if not waiting:
                return
            path, future = waiting.popleft()
            try:
                taken = future.result()
            except BrokenProcessPool:
                yield from self._again([(path, future), *waiting])
                waiting.clear()
            else:
                yield taken

    def close(self) -> None:
        """End the processes; photos that they have not begun are dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _submitted(self, path: Path, workers: int) -> Future[Taken]:
        """Submit a photo to the processes, starting them if necessary."""
        if self._pool is None:
            self._pool = begin(workers)
        try:
            with undisturbed():
                return self._pool.submit(self._act, path)
        except BrokenProcessPool as broken:
            failed: Future[Taken] = Future()
            failed.set_exception(broken)
            return failed

    def _again(self, lost: Iterable[tuple[Path, Future[Taken]]]) -> Iterator[Taken]:
        """Take in what was in flight when a process ended; one at a time, so no photo harms another."""
        self.close()  # so everything in flight has an outcome, even if only that its process is gone
        for path, future in lost:
            is_taken = not future.cancelled() and future.exception() is None
            try:
                taken = (future if is_taken else self._submitted(path, 1)).result()
            except BrokenProcessPool:
                self.close()
                taken = f'photo "{path.name}" was refused: the program that opened it did not survive it'
            yield taken
        self.close()
