"""Own how photos come in: each by one intake, and the folder of them beside a list, which file is whose."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Self

from kiosk.badge.photo import FaceBox, PhotoRefused, intake
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import nearest
from kiosk.service.photo_intake import PhotoIntake
from kiosk.store.database import Database
from kiosk.store.photos import keep_photo
from kiosk.vision.faces import find_face
from kiosk.vision.reading import Image

Intake = Callable[[bytes], bytes | str]
"""What comes in as anything goes out as one small clean JPEG, or as the reason why not."""

_ENDINGS = (".jpg", ".jpeg", ".png")
_LARGEST = 8 * 1024 * 1024
_TOGETHER = 16
"""Photos written in one transaction: less than a megabyte."""


def take_in(raw: bytes) -> bytes | str:
    """Take one photo in, cut around its face where one is found: a clean JPEG, or why it is refused."""
    taken = intake(raw, find=_face)
    return taken.reason if isinstance(taken, PhotoRefused) else taken.jpeg


def _face(picture: Image) -> FaceBox | None:
    found = find_face(picture)
    return None if found is None else FaceBox(found.left, found.top, found.width, found.height)


class PhotoFolder:
    """A folder of pictures, found by name whatever the case; each is taken in once, kept before it is named.

    A `with` block ends the processes that took photos in.

    Args:
        folder: where the pictures lie.
        intake: takes one in; can be pickled where there are several workers.
        workers: processes that take photos in.

    Raises:
        KioskError: there is no such folder.
    """

    def __init__(self, folder: Path, intake: Intake = take_in, workers: int = 1) -> None:
        if not folder.is_dir():
            raise KioskError(f"there is no folder {folder}", "name the folder that holds the photos")
        self._act = partial(_read_in, intake=intake)
        self._many = PhotoIntake(self._act, workers)
        self._files = {path.name.casefold(): path for path in sorted(folder.iterdir()) if path.is_file()}
        self._taken: dict[str, bytes | str] = {}

    def __enter__(self) -> Self:
        """Return the folder itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self._many.close()

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._files)

    def prepare(
        self, people: Iterable[tuple[str, str]], photos: Database, watch: Callable[[int], None]
    ) -> None:
        """Take in the photos of many people at once, for `take` to find.

        Args:
            people: of each the name of the photo and the id, as in `take`.
            photos: where they are kept.
            watch: told 1 after each photo.
        """

        def watched(results: Iterator[bytes | str]) -> Iterator[bytes | str]:
            for result in results:
                yield result
                watch(1)

        found = (self._find(name, external_id) for name, external_id in people)
        wanted = {path.name: path for path in found if path is not None and path.name not in self._taken}
        results = zip(wanted, watched(self._many.run(list(wanted.values()))), strict=True)
        while some := tuple(islice(results, _TOGETHER)):  # all are there before the write lock is taken
            with photos.write() as connection:
                for name, taken in some:
                    self._taken[name] = taken if isinstance(taken, str) else keep_photo(connection, taken)

    def take(self, name: str, external_id: str, photos: Database) -> bytes | str:
        """Take in one person's photo.

        Args:
            name: as the list has it; "" looks for a file named after the id.
            external_id: of the row.
            photos: where it is kept.

        Returns:
            The picture's SHA-256; or why there is none: "" where nobody promised one.
        """
        path = self._find(name, external_id)
        if path is None:
            if not name:
                return ""
            closest = nearest(name, self._files)
            return f'there is no photo "{name[:60]}"' + (f'; did you mean "{closest}"?' if closest else "")
        self.prepare(((name, external_id),), photos, lambda _: None)
        return self._taken[path.name]

    def _find(self, name: str, external_id: str) -> Path | None:
        """Find a file of this folder; a name with a path in it is no name of this folder."""
        if name:
            return self._files.get(name.casefold())
        guesses = (f"{external_id}{ending}".casefold() for ending in _ENDINGS) if external_id else ()
        return next((self._files[guess] for guess in guesses if guess in self._files), None)


def _read_in(path: Path, intake: Intake) -> bytes | str:
    """Read a file and take it in; a process of its own may do so."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        return f'photo "{path.name}" cannot be read: {error.strerror}'
    taken = intake(raw)
    return f'photo "{path.name}" was refused: {taken}' if isinstance(taken, str) else taken
