"""A new file: complete under its name, or not there at all; never written over another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.domain.errors import KioskError


@contextmanager
def new_file(file: Path) -> Iterator[BinaryIO]:
    """Open a new file for writing; after an error the unfinished file is removed.

    Raises:
        KioskError: the file already exists, or cannot be written.
    """
    try:
        out = file.open("xb")
    except FileExistsError as there:
        raise KioskError(
            "{file} exists already", "choose another name, or move it away", file=file
        ) from there
    except OSError as denied:
        raise _denied(file, denied) from denied
    try:
        with out:
            yield out
            out.flush()
            os.fsync(out.fileno())
    except OSError as denied:
        file.unlink(missing_ok=True)
        raise _denied(file, denied) from denied
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _denied(file: Path, denied: OSError) -> KioskError:
    return KioskError(
        "{file} cannot be written: {strerror}",
        "check the folder, its rights and the free space",
        file=file,
        strerror=denied.strerror,
    )
