#!/bin/sh
# Makes the virtual environment and says what the system lacks.  Usage: setup.sh VENV
set -eu
venv=$1

# Which of the libraries that opencv-python and pyzbar load are missing here.
missing=$(python3 - <<'PYTHON'
import ctypes.util

WANTED = {"libgl1": "GL", "libglib2.0-0": "glib-2.0", "libxcb1": "xcb", "libzbar0": "zbar"}
DIRECT = {"GL": "libGL.so.1", "glib-2.0": "libglib-2.0.so.0", "xcb": "libxcb.so.1", "zbar": "libzbar.so.0"}


def loads(name):
    try:
        ctypes.CDLL(DIRECT[name])
    except OSError:
        return False
    return True


print(" ".join(package for package, name in WANTED.items() if not loads(name)))
PYTHON
)
if [ -n "$missing" ] && [ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null 2>&1; then
    line="apt-get update && apt-get install -y --no-install-recommends $missing"
    if [ "$(id -u)" = 0 ]; then
        echo "kiosk: installing the system packages that are missing: $missing"
        sh -c "DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; $line"
    elif [ "$missing" = libzbar0 ]; then
        echo "kiosk: zbar, the second reader, is missing; going on without it. To have it: sudo sh -c '$line'"
    else
        echo "kiosk: error: these system packages are missing: $missing" >&2
        echo "kiosk: hint: run this line, then make again: sudo sh -c '$line'" >&2
        exit 1
    fi
fi

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
