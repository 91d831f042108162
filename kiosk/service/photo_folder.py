"""Own how photos come in: each by one intake, and the folder of them beside a list, which file is whose."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from kiosk.badge.photo import FaceBox, PhotoRefused, intake
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import nearest
from kiosk.store.database import Database
from kiosk.store.photos import keep_photo
from kiosk.vision.faces import find_face
from kiosk.vision.reading import Image

Intake = Callable[[bytes], bytes | str]
"""What comes in as anything goes out as one small clean JPEG, or as the reason why not."""

_ENDINGS = (".jpg", ".jpeg", ".png")
_LARGEST = 8 * 1024 * 1024


class Faceless(bytes):
    """A photo taken in, in which no face was found: somebody should look at it."""

    __slots__ = ()


@dataclass(slots=True)
class PhotoCount:
    """What became of the photos of a list: of the people, not of the files."""

    taken: int = 0
    missing: int = 0
    refused: int = 0


def take_in(raw: bytes) -> bytes | str:
    """Take one photo in, cut around its face where one is found: a clean JPEG, or why it is refused.

    A JPEG without a face that was found is `Faceless`.
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


class PhotoFolder:
    """A folder of pictures, found by name whatever the case; each is taken in once, kept before it is named.

    Raises:
        KioskError: there is no such folder.
    """

    def __init__(self, folder: Path, intake: Intake = take_in) -> None:
        if not folder.is_dir():
            raise KioskError(f"there is no folder {folder}", "name the folder that holds the photos")
        self._intake = intake
        self._files = {_key(path.name): path for path in sorted(folder.iterdir()) if path.is_file()}
        self._taken: dict[str, bytes | str] = {}
        self.count = PhotoCount()
        self.faceless: dict[str, None] = {}

    def rehearse(self, name: str, external_id: str) -> bytes | str:
        """Say what `take` would, and keep nothing."""
        return self._take(name, external_id, lambda jpeg: sha256(jpeg).digest())

    def take(self, name: str, external_id: str, photos: Database) -> bytes | str:
        """Take in one person's photo.

        Args:
            name: as the list has it; "" looks for a file named after the id.
            external_id: of the row.
            photos: where it is kept.

        Returns:
            The picture's SHA-256; or why there is none: "" where nobody promised one.
        """

        def keep(jpeg: bytes) -> bytes:
            with photos.write() as connection:
                return keep_photo(connection, jpeg)

        return self._take(name, external_id, keep)

    def _take(self, name: str, external_id: str, keep: Callable[[bytes], bytes]) -> bytes | str:
        path = self._find(name, external_id)
        if path is None:
            if not name:
                return ""
            self.count.missing += 1
            closest = nearest(name, [file.name for file in self._files.values()])
            return f'there is no photo "{name[:60]}"' + (f'; did you mean "{closest}"?' if closest else "")
        if path.name not in self._taken:
            self._taken[path.name] = self._taken_from(path, keep)
        taken = self._taken[path.name]
        if isinstance(taken, bytes):
            self.count.taken += 1
        else:
            self.count.refused += 1
        return taken

    def _find(self, name: str, external_id: str) -> Path | None:
        """Find a file of this folder; a name with a path in it is no name of this folder."""
        if name:
            return self._files.get(_key(name))
        guesses = (_key(f"{external_id}{ending}") for ending in _ENDINGS) if external_id else ()
        return next((self._files[guess] for guess in guesses if guess in self._files), None)

    def _taken_from(self, path: Path, keep: Callable[[bytes], bytes]) -> bytes | str:
        try:
            with path.open("rb") as file:
                raw = file.read(_LARGEST + 1)
        except OSError as error:
            return f'photo "{path.name}" cannot be read: {error.strerror}'
        taken = self._intake(raw)
        if isinstance(taken, str):
            return f'photo "{path.name}" was refused: {taken}'
        if isinstance(taken, Faceless):
            self.faceless[path.name] = None
        return keep(bytes(taken))


def _key(name: str) -> str:
    """Reduce a file's name to what counts: no case, and letters composed (a Mac takes them apart)."""
    return normalize("NFC", normalize("NFC", name).casefold())
