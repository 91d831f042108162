"""Runs all benchmarks, each in a fresh process, one after the other, so that none disturbs another.

`python -m benchmarks [NAME...]` runs those named, or all. Each prints its table; some also write it to
benchmarks/results/.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
RACES = (
    *("start", "badges", "printing", "photos", "reading", "walks", "walks_crowd"),
    *("memory", "importing", "export", "decision", "pages"),
)


def main(names: list[str]) -> int:
    """Run the benchmarks named and return how many failed."""
    unknown = [name for name in names if name not in RACES]
    if unknown:
        print(f"kiosk: error: no such benchmark: {', '.join(unknown)}", file=sys.stderr)
        print(f"kiosk: hint: there are {', '.join(RACES)}", file=sys.stderr)
        sys.exit(2)
    failed = 0
    for name in names or RACES:
        if not (HERE / f"{name}.py").exists():
            print(f"== {name}: not built yet", flush=True)
            failed += 1
            continue
        print(f"== {name}", flush=True)
        began = time.monotonic()
        ran = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False)
        failed += ran.returncode != 0
        verdict = "" if ran.returncode == 0 else f", FAILED with {ran.returncode}"
        print(f"== {name}: {time.monotonic() - began:.0f} s{verdict}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) and 1)
