"""What a user of this computer remembers of a station outside its folder: the newest head of each life.

A whole folder that is put back from an older copy, the head beside it included, looks whole by itself. What
is remembered shows that it is not: it lies in the user's own state folder, written whenever a command ends.
"""

import os
from contextlib import suppress
from pathlib import Path

from kiosk.domain.head import Head
from kiosk.domain.journal import Life
from kiosk.service.station import shared_file
from kiosk.service.station.heads import parsed_head, sidecar_of


def remember(folder: Path | None, database: Path) -> None:
    """Remember the head beside a database, unless a newer one of its life is remembered.

    A state folder that cannot be written is none: the station works without.
    """
    if folder is None:
        return
    with suppress(OSError, UnicodeDecodeError):
        written = shared_file.read(sidecar_of(database))
        head = parsed_head(written)
        known = None if head is None else _remembered(folder, head.life)
        if head is None or (known is not None and known[0].size >= head.size):
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = _file(folder, head.life)
        new = path.with_name(f".{path.name}.{os.getpid()}")
        new.write_text(written, encoding="utf-8", newline="\n")
        shared_file.replace(new, path)


def recall(folder: Path | None, life: Life) -> tuple[str, ...]:
    """Return the newest head that is remembered of a life, as a note; none where nothing is."""
    known = None if folder is None else _remembered(folder, life)
    return () if known is None else (known[1],)


def _file(folder: Path, life: Life) -> Path:
    return folder / f"{life.event.hex()[:8]}-{life.id.hex()}.head"


def _remembered(folder: Path, life: Life) -> tuple[Head, str] | None:
    with suppress(OSError, UnicodeDecodeError):
        written = shared_file.read(_file(folder, life))
        head = parsed_head(written)
        if head is not None and head.life == life:
            return head, written
    return None
