"""Own the start: `kiosk` and `python -m kiosk`, which Ctrl-C may end before anything is loaded."""

import os
import sys
from importlib import import_module


def main() -> None:
    """Load the command line and run it; exit 130 for Ctrl-C, whenever it comes."""
    # Read when OpenCV is loaded: FFmpeg would write over a gate's screen. -8 is its word for silence.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # noqa: TID251 - before anything is loaded
    try:
        import_module("kiosk.cli.app").run()
    except KeyboardInterrupt:
        sys.stderr.write("kiosk: stopped; what was committed is kept\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
