#!/bin/sh
# Makes the virtual environment and says what the system lacks.  Usage: setup.sh VENV
set -eu
venv=$1

if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "kiosk: error: python3 is missing, or older than 3.11" >&2
    echo "kiosk: hint: Debian 12, Ubuntu 24.04 and all that is newer have one: apt-get install python3 python3-venv" >&2
    exit 1
fi

# Which of the libraries that opencv-python and pyzbar load are missing here, by the names of their packages.
missing=$(python3 - <<'PYTHON'
import ctypes

WANTED = {
    "libgl1": "libGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libxcb1": "libxcb.so.1",
    "libzbar0": "libzbar.so.0",
}


def loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


print(" ".join(package for package, name in WANTED.items() if not loads(name)))
PYTHON
)
if ! python3 -c 'import ensurepip' 2>/dev/null && [ ! -x "$venv/bin/python" ]; then
    missing="python3-venv${missing:+ $missing}"
fi
# What Kiosk goes without: zbar, its second reader; CUPS' tools, which print; CUPS' server, which its tests print to.
needed= optional=
for package in $missing; do
    case $package in
    libzbar0) optional="$optional $package" ;;
    *) needed="$needed $package" ;;
    esac
done
command -v lp >/dev/null 2>&1 || optional="$optional cups-client"
[ -x /usr/sbin/cupsd ] || optional="$optional cups-daemon"
if [ -n "$needed$optional" ] && [ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null 2>&1; then
    # Since Debian 13 and Ubuntu 24.04 two of them carry "t64" behind their name; on most machines apt takes either.
    for old in libglib2.0-0 libzbar0; do
        if apt-cache show "${old}t64" >/dev/null 2>&1; then
            needed=$(printf '%s' "$needed" | sed "s/$old/${old}t64/")
            optional=$(printf '%s' "$optional" | sed "s/$old/${old}t64/")
        fi
    done
    install="apt-get install -y --no-install-recommends"
    if [ "$(id -u)" = 0 ]; then
        echo "kiosk: installing the system packages that are missing:$needed$optional"
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update
        # shellcheck disable=SC2086 # one word for each package
        apt-get -qq install -y --no-install-recommends $needed $optional >/dev/null
    elif [ -n "$needed" ]; then
        echo "kiosk: error: these system packages are missing:$needed" >&2
        echo "kiosk: hint: run this line, then make again: sudo sh -c 'apt-get update && $install$needed$optional'" >&2
        exit 1
    else
        echo "kiosk: going on without$optional (zbar is the second reader; CUPS prints on printers by name)"
        echo "kiosk: to have them: sudo sh -c 'apt-get update && $install$optional'"
    fi
fi

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
# pip tells what it fetches: on a slow line this takes minutes, and silence looks like a standstill.
echo "kiosk: installing the Python packages named in constraints.txt into $venv (some 250 MB to fetch the first time)"
"$venv/bin/python" -m pip install --disable-pip-version-check -c constraints.txt -e '.[dev]'
echo "kiosk: $venv is ready"
