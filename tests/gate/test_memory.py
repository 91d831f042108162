"""The memory of a gate that works on and on; `make soak` lets it work for 100,000 frames."""

import os
import subprocess
import sys
from pathlib import Path

FRAMES = 100_000 if os.environ.get("KIOSK_SOAK") else 1_000


def test_a_gate_at_work_takes_no_more_memory_than_it_took_after_a_tenth_of_the_frames():
    command = [sys.executable, "-m", "benchmarks.memory", str(FRAMES)]
    root = Path(__file__).parents[2]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    assert ran.returncode == 0, ran.stdout + ran.stderr
    granted, denied = ran.stdout.splitlines()[-2].split()[3:5]
    assert int(granted) > 20
    assert int(denied) > 0
