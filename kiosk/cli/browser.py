"""The browser that shows the pages: full screen, with a profile of its own, where there is a Chromium."""

import subprocess
import sys
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from shutil import which

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "msedge")
_FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--autoplay-policy=no-user-gesture-required",
)
_EDGE = ("--edge-kiosk-type=fullscreen", "--kiosk-idle-timeout-minutes=0")


def open_browser(address: str, profile: Path) -> None:
    """Open an address full screen, or in the usual browser where no Chromium is found."""
    found = next((path for name in _CHROMIUMS if (path := which(name))), None)
    if found is None:
        webbrowser.open(address)
        return
    edge = _EDGE if "edge" in Path(found).name else ()
    command = [found, *_FLAGS, *edge, f"--user-data-dir={profile}", address]
    with suppress(OSError):
        opened = subprocess.Popen(  # noqa: S603 - a browser of this system, and our own address
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
        threading.Thread(
            target=opened.wait, name="browser", daemon=True
        ).start()  # so that it leaves no zombie
