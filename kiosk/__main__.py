"""Own the start: `kiosk` and `python -m kiosk`, which Ctrl-C may end before anything is loaded."""

import sys
from importlib import import_module


def main() -> None:
    """Load the command line and run it; exit 130 for Ctrl-C, whenever it comes."""
    try:
        import_module("kiosk.cli").main()
    except KeyboardInterrupt:
        sys.stderr.write("kiosk: stopped; what was committed is kept\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
