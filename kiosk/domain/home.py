"""The home of a life: the computer and the file that it is bound to, and whether it is still there.

1. A life knows its home by marks: hashes salted with the life's id, which name no computer to anybody else.
2. What is not known on one side says nothing: a network card that is switched off makes no other computer.
3. Of each kind that both sides know, one mark at least must be the same; the file's must be.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.journal import LifeId

MARK_BYTES = 16


@dataclass(frozen=True, slots=True)
class Computer:
    """What tells one computer from another, as every user of it can read; "" and nothing for unknown.

    Attributes:
        machine: the id of its installed system, which laptops made from one master image share.
        disks: serial numbers of its built-in disks.
        networks: permanent addresses of its built-in network cards.
    """

    machine: str = ""
    disks: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Home:
    """Where a station's file is.

    Attributes:
        file: the file's own id where its file system keeps one, else its path.
    """

    computer: Computer
    file: str


class MarkKind(StrEnum):
    """What a mark was made of."""

    MACHINE = "machine"
    DISK = "disk"
    NETWORK = "network"
    FILE = "file"


Marks = frozenset[tuple[MarkKind, bytes]]
"""Each with its kind, 16 bytes."""


class Fit(StrEnum):
    """How a home compares with the marks of a life."""

    SAME = "same"
    OTHER_FILE = "other_file"
    OTHER_COMPUTER = "other_computer"


_OF_A_COMPUTER = (MarkKind.MACHINE, MarkKind.DISK, MarkKind.NETWORK)


def marks_of(home: Home, life: LifeId) -> Marks:
    """Return the marks by which a life knows its home."""
    computer = home.computer
    facts = [
        *((MarkKind.DISK, disk) for disk in computer.disks),
        *((MarkKind.NETWORK, network) for network in computer.networks),
        (MarkKind.FILE, home.file),
    ]
    if computer.machine:
        facts.append((MarkKind.MACHINE, computer.machine))
    return frozenset((kind, _mark(life, kind, fact)) for kind, fact in facts)


def fit(known: Marks, home: Home, life: LifeId) -> Fit:
    """Compare a home with the marks that a life has of its own."""
    present = marks_of(home, life)
    if any(_is_another(known, present, kind) for kind in _OF_A_COMPUTER):
        return Fit.OTHER_COMPUTER
    return Fit.OTHER_FILE if _is_another(known, present, MarkKind.FILE) else Fit.SAME


def _is_another(known: Marks, present: Marks, kind: MarkKind) -> bool:
    """Say whether both sides know marks of a kind, and share none."""
    before = {mark for of, mark in known if of is kind}
    now = {mark for of, mark in present if of is kind}
    return bool(before and now and before.isdisjoint(now))


def _mark(life: LifeId, kind: MarkKind, fact: str) -> bytes:
    text = f"{kind}\x00{fact}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"kiosk/v1/home\x00" + life + text).digest()[:MARK_BYTES]
