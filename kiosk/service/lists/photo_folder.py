"""Photos that come with a list: which file is whose, each taken in by the same intake."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Self
from unicodedata import normalize

from kiosk.badge.drawing.photo import FaceBox, PhotoRefused, intake
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import nearest
from kiosk.domain.wording import Phrase
from kiosk.service.lists.photo_intake import PhotoIntake
from kiosk.store.database import Database
from kiosk.store.photos import keep_photo
from kiosk.vision.faces import find_face
from kiosk.vision.reading import Image

Intake = Callable[[bytes], bytes | str]
"""Turns any input into one small clean JPEG, or the reason why not."""

Keep = Callable[[Sequence[bytes]], list[bytes]]
"""Stores some clean JPEGs; returns the SHA-256 of each."""

_ENDINGS = (".jpg", ".jpeg", ".png")
_LARGEST = 8 * 1024 * 1024
_TOGETHER = 16
"""Photos written in one transaction: less than a megabyte."""


class Faceless(bytes):
    """A photo taken in, in which no face was found: staff should look at it."""

    __slots__ = ()


@dataclass(slots=True)
class PhotoCount:
    """The results for the photos of a list, counted by people, not by files."""

    taken: int = 0
    missing: int = 0
    refused: int = 0


def take_in(raw: bytes) -> bytes | str:
    """Take one photo in, cropped around its face if one is found: a clean JPEG, or why it is refused.

    A JPEG in which no face was found is `Faceless`.
    """
    has_face = False

    def face(picture: Image) -> FaceBox | None:
        nonlocal has_face
        found = find_face(picture)
        has_face = found is not None
        return None if found is None else FaceBox(found.left, found.top, found.width, found.height)

    taken = intake(raw, find=face)
    if isinstance(taken, PhotoRefused):
        return taken.reason
    return taken.jpeg if has_face else Faceless(taken.jpeg)


def keep_in(photos: Database) -> Keep:
    """Return a function that keeps photos in a photo file, some at a time in one transaction."""

    def keep(pictures: Sequence[bytes]) -> list[bytes]:
        with photos.write() as connection:
            return [keep_photo(connection, one) for one in pictures]

    return keep


def keep_none(pictures: Sequence[bytes]) -> list[bytes]:
    """Keep nothing: for a rehearsal, which only asks what would become of each photo."""
    return [sha256(one).digest() for one in pictures]


class PhotoFolder:
    """A folder of pictures, found by name in any case; each is taken in once, kept before it is named.

    A `with` block ends the processes that took in the photos.

    Args:
        folder: of the pictures.
        intake: takes one in; it must be picklable if there are several workers.
        workers: processes that take photos in.

    Raises:
        KioskError: there is no such folder.
    """

    def __init__(self, folder: Path, intake: Intake = take_in, workers: int = 1) -> None:
        if not folder.is_dir():
            raise KioskError(
                "there is no folder {folder}", "name the folder that holds the photos", folder=folder
            )
        self._act = partial(_read_in, intake=intake)
        self._many = PhotoIntake(self._act, workers)
        self._files = {_key(path.name): path for path in sorted(folder.iterdir()) if path.is_file()}
        self._taken: dict[str, bytes | str] = {}
        self.count = PhotoCount()
        self.faceless: dict[str, None] = {}

    def __enter__(self) -> Self:
        """Return the folder itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self._many.close()

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._files)

    def prepare(self, people: Iterable[tuple[str, str]], keep: Keep, watch: Callable[[int], None]) -> None:
        """Take in the photos of many people at once, for `take` to find.

        Args:
            people: for each the name of the photo and the id, as in `take`.
            keep: stores them.
            watch: called with 1 after each photo.
        """

        def watched(results: Iterator[bytes | str]) -> Iterator[bytes | str]:
            for result in results:
                yield result
                watch(1)

        found = (self._find(name, external_id) for name, external_id in people)
        wanted = {path.name: path for path in found if path is not None and path.name not in self._taken}
        results = zip(wanted, watched(self._many.run(list(wanted.values()))), strict=True)
        while some := tuple(islice(results, _TOGETHER)):  # all are ready before the write lock is taken
            kept = iter(keep([bytes(taken) for _, taken in some if isinstance(taken, bytes)]))
            for name, taken in some:
                self._taken[name] = taken if isinstance(taken, str) else next(kept)
                if isinstance(taken, Faceless):
                    self.faceless[name] = None

    def take(self, name: str, external_id: str, keep: Keep) -> bytes | str:
        """Take in one person's photo.

        Args:
            name: as in the list; "" looks for a file named after the id.
            external_id: of the row.
            keep: stores it.

        Returns:
            the picture's SHA-256; or why there is none: "" if none was promised.
        """
        path = self._find(name, external_id)
        if path is None:
            if not name:
                return ""
            self.count.missing += 1
            closest = nearest(name, [file.name for file in self._files.values()])
            hint = Phrase('; did you mean "{closest}"?', closest=closest) if closest else ""
            return Phrase('there is no photo "{name}"{hint}', name=name[:60], hint=hint)
        self.prepare(((name, external_id),), keep, lambda _: None)
        taken = self._taken[path.name]
        if isinstance(taken, bytes):
            self.count.taken += 1
        else:
            self.count.refused += 1
        return taken

    def _find(self, name: str, external_id: str) -> Path | None:
        """Find a file of this folder; a name with a path in it names no file of this folder."""
        if name:
            return self._files.get(_key(name))
        guesses = (_key(f"{external_id}{ending}") for ending in _ENDINGS) if external_id else ()
        return next((self._files[guess] for guess in guesses if guess in self._files), None)


def _key(name: str) -> str:
    """Reduce a file's name to what matters: no case, and letters composed (a Mac decomposes them)."""
    return normalize("NFC", normalize("NFC", name).casefold())


def _read_in(path: Path, intake: Intake) -> bytes | str:
    """Read a file and take it in, possibly in another process."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        return Phrase('photo "{name}" cannot be read: {strerror}', name=path.name, strerror=error.strerror)
    taken = intake(raw)
    return (
        Phrase('photo "{name}" was refused: {taken}', name=path.name, taken=taken)
        if isinstance(taken, str)
        else taken
    )
