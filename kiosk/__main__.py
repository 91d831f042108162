"""The start of `kiosk` and `python -m kiosk`, which Ctrl-C may end before anything is loaded.

A gate's terminal is taken out of the shell's mode before anything is loaded, and given back last: whatever a
scanner types meanwhile must not reach the shell. So is that of the scanner's check-up.
"""

import gc
import os
import sys
from contextlib import nullcontext
from importlib import import_module


def _is_typed_into() -> bool:
    """Return whether this command is one that a scanner types into: not a gate whose screen is a page."""
    command, options = sys.argv[1:2], sys.argv[2:]
    is_gate = command == ["gate"] and "--wire" not in options
    return is_gate or (command == ["doctor"] and "--scanner" in options and "--out" not in options)


def main() -> None:
    """Load the command line and run it; exit 130 for Ctrl-C, whenever it comes."""
    # Read when OpenCV is loaded: FFmpeg would write over a gate's screen. -8 is its word for silence.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # noqa: TID251 - before anything is loaded
    gc.disable()  # loading makes many objects and no garbage; enabled again once the command is loaded
    try:
        with import_module("kiosk.gate.tty").owned() if _is_typed_into() else nullcontext() as tty:
            import_module("kiosk.cli.app").run(tty)
    except KeyboardInterrupt:
        sys.stderr.write("kiosk: stopped; what was committed is kept\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
