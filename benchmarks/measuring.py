"""What benchmarks share: the cost of a run, how busy the computer is, the table that is printed and kept."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
BUSY = "programs that ran or waited meanwhile, on average"


@dataclass(frozen=True, slots=True)
class Cost:
    """The time of a run in seconds: wall time, and processor time of all its processes."""

    wall: float
    cpu: float


def cost_of(*command: str | Path) -> Cost:
    """Run a command to its end and return its cost."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def cost_here(act: Callable[..., None], *arguments: object) -> Cost:
    """Call something in this process and return its cost."""
    began, spent = time.perf_counter(), time.process_time()
    act(*arguments)
    return Cost(time.perf_counter() - began, time.process_time() - spent)


def middle(costs: Iterable[Cost]) -> Cost:
    """Return the medians of several costs."""
    several = tuple(costs)
    return Cost(statistics.median(c.wall for c in several), statistics.median(c.cpu for c in several))


def load() -> str:
    """Say how busy the computer was in the last minutes, if known (not on Windows)."""
    return f"{os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "not known"


class Table:
    """Lines that are printed at once, and kept at the end."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def say(self, line: str) -> None:
        """Print a line."""
        print(line, flush=True)
        self._lines.append(line)

    def keep(self, name: str) -> None:
        """Write all lines to a file in benchmarks/results."""
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / name).write_text("\n".join(self._lines) + "\n", encoding="utf-8")
