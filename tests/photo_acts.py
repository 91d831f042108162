"""What tests have other processes do with a photo: a process finds it by the name of this module."""

import os
import signal
from pathlib import Path


def read(path: Path) -> bytes | str:
    """Take a photo in; of a file that says so, end the process as a crash in a library would."""
    content = path.read_bytes()
    if content == b"crash":
        os._exit(9)
    if content == b"crash once":
        path.write_bytes(b"survived")
        os._exit(9)
    return f"{path.name} is damaged" if content == b"damaged" else content


def clean(raw: bytes) -> bytes | str:
    """Take in what a file holds."""
    if raw == b"crash":
        os._exit(9)
    return "damaged" if raw == b"damaged" else b"clean " + raw


def hears_ctrl_c() -> bool:
    """Say whether Ctrl-C would reach this process."""
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
