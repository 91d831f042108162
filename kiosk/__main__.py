"""The start of `kiosk` and `python -m kiosk`, which Ctrl-C may end before anything is loaded.

A gate's terminal is taken out of the shell's mode before anything is loaded, and given back last: whatever a
scanner types meanwhile must not reach the shell.
"""

import gc
import os
import sys
from contextlib import nullcontext
from importlib import import_module


def main() -> None:
    """Load the command line and run it; exit 130 for Ctrl-C, whenever it comes."""
    is_gate = sys.argv[1:2] == ["gate"] and "--wire" not in sys.argv  # that one has no terminal of its own
    # Read when OpenCV is loaded: FFmpeg would write over a gate's screen. -8 is its word for silence.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # noqa: TID251 - before anything is loaded
    gc.disable()  # loading makes many objects and no garbage; enabled again once the command is loaded
    try:
        with import_module("kiosk.gate.tty").owned() if is_gate else nullcontext() as tty:
            import_module("kiosk.cli.app").run(tty)
    except KeyboardInterrupt:
        sys.stderr.write("kiosk: stopped; what was committed is kept\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
