"""Drawing many badges: in chunks, here or in worker processes, always in the same order."""

import hashlib
import pickle
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, Self

from kiosk.badge.design import elements as el
from kiosk.badge.drawing.artist import Artist, Refusal
from kiosk.badge.drawing.content import BadgeContent, Unfit
from kiosk.badge.drawing.operators import Use
from kiosk.badge.pdf.processes import begin, undisturbed
from kiosk.domain.errors import KioskError

CHUNK = 50
"""Badges drawn at a time: enough to hide the cost of handing them over, few enough to show progress."""
_HEADER = 1024
"""A JPEG made by the intake gives its size within this many bytes; a worker needs no more of it."""
_LEVEL = 6
_WAITING = 20
"""Chunks in memory at most, drawn or being drawn."""
_MAX_DESIGNS = 32
"""Designs whose drawings a process keeps: more than an event has categories."""

Designs = Mapping[str, el.Template]


class Aside(NamedTuple):
    """What the drawing does not need: the photo's data, and the delegation for the margin."""

    photo: bytes | None
    delegation: str


Asides = tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What badges share, drawn once: its operators and the pictures that they name."""

    operators: str
    pictures: tuple[el.Picture, ...]


@dataclass(frozen=True, slots=True)
class DrawnSide:
    """One side of a badge: the name of its backdrop and its own operators, deflated."""

    backdrop: bytes
    person: bytes
    has_photo: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn badge and its design."""

    number: str
    template: str
    sides: tuple[DrawnSide, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some badges, drawn or refused, in order, with the backdrops, by name, and the glyphs that they need."""

    outcomes: tuple[Drawn | Unfit, ...]
    backdrops: dict[bytes, Backdrop]
    uses: tuple[Use, ...]


Lot = tuple[Chunk, Asides]
Strokes = dict[int, tuple[Use, ...]]
"""The glyphs of each stroke of a chunk, by the identity of the tuple: most strokes are shared."""


class Drawers:
    """Processes that draw, this one included, for the duration of a `with` block.

    Started early, they load their modules while this process does something else.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Begin the processes."""
        if self.workers > 1:
            self.pool = begin(self.workers - 1)
            with undisturbed():
                for _ in range(self.workers - 1):
                    self.pool.submit(_ready)
        return self

    def __exit__(self, *_: object) -> None:
        """End them; work not begun is dropped."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
            self.pool = None


def _ready() -> None:
    """Do nothing; starting the task makes a process load this module."""


def draw_all(contents: Iterable[BadgeContent], designs: Designs, drawers: Drawers) -> Iterator[Lot]:
    """Draw badges chunk by chunk; yield each chunk with its badges' asides.

    Args:
        contents: read as they are needed; a bounded number is in memory.
        designs: the designs by the names that contents give.
        drawers: the processes to draw in.

    Raises:
        KioskError: a badge names a missing design.
    """
    source = iter(contents)
    if drawers.pool is None:
        while batch := tuple(islice(source, CHUNK)):
            yield draw_chunk(_needed(designs, batch), batch), tuple(map(_aside, batch))
        return
    yield from _drawn_by(drawers.pool, source, designs, 2 * (drawers.workers - 1))


def _drawn_by(
    pool: ProcessPoolExecutor, source: Iterator[BadgeContent], designs: Designs, handed_out: int
) -> Iterator[Lot]:
    """Keep the workers busy, and draw here while the chunk that is due has not come back."""
    waiting: deque[tuple[Future[Chunk], Asides]] = deque()
    packed = {name: pickle.dumps(template) for name, template in designs.items()}
    while True:
        while sum(not future.done() for future, _ in waiting) < handed_out and len(waiting) < _WAITING:
            if not (batch := tuple(islice(source, CHUNK))):
                break
            needed = {name: packed[name] for name in _needed(designs, batch)}
            with undisturbed():
                task = pool.submit(_draw_packed, needed, tuple(map(_light, batch)))
            waiting.append((task, tuple(map(_aside, batch))))
        if not waiting:
            return
        if not waiting[0][0].done() and len(waiting) < _WAITING and (batch := tuple(islice(source, CHUNK))):
            own: Future[Chunk] = Future()
            own.set_result(draw_chunk(_needed(designs, batch), batch))
            waiting.append((own, tuple(map(_aside, batch))))
            continue
        future, asides = waiting.popleft()
        yield future.result(), asides


def _needed(designs: Designs, contents: tuple[BadgeContent, ...]) -> dict[str, el.Template]:
    """Return the designs that some badges need."""
    for content in contents:
        if content.template not in designs:
            raise KioskError(
                "badge {number}: there is no design {template!r} in this batch",
                "its designs are {repr}",
                number=content.number,
                template=content.template,
                repr=", ".join(map(repr, designs)),
            )
    return {name: designs[name] for name in dict.fromkeys(content.template for content in contents)}


def draw_chunk(designs: Designs, contents: tuple[BadgeContent, ...]) -> Chunk:
    """Draw some badges with the designs given."""
    artists = {name: _artist(template) for name, template in designs.items()}
    outcomes: list[Drawn | Unfit] = []
    backdrops: dict[bytes, Backdrop] = {}
    uses: Strokes = {}
    for content in contents:
        drawn = _badge(artists[content.template], content, backdrops, uses)
        if isinstance(drawn, Refusal):
            outcomes.append(Unfit(content.number, content.person, drawn.element, drawn.reason))
        else:
            outcomes.append(drawn)
    glyphs = dict.fromkeys(use for stroke in uses.values() for use in stroke)
    return Chunk(tuple(outcomes), backdrops, tuple(glyphs))


def _draw_packed(packed: dict[str, bytes], contents: tuple[BadgeContent, ...]) -> Chunk:
    """Draw some badges in a worker, which unpacks each design once: unpacking takes half a badge's time."""
    return draw_chunk({name: _unpacked(design) for name, design in packed.items()}, contents)


@lru_cache(maxsize=_MAX_DESIGNS)
def _unpacked(design: bytes) -> el.Template:
    template: el.Template = pickle.loads(design)  # noqa: S301 - packed by the process that started this one
    return template


@lru_cache(maxsize=_MAX_DESIGNS)
def _artist(template: el.Template) -> Artist:
    return Artist(template)


def _badge(
    artist: Artist, content: BadgeContent, backdrops: dict[bytes, Backdrop], uses: Strokes
) -> Drawn | Refusal:
    template = artist.template
    found = []
    for elements in (template.front, template.back) if template.back else (template.front,):
        side = artist.draw(content, elements)
        if isinstance(side, Refusal):
            return side
        found.append(side)
    sides = []
    for side in found:
        name = _name(side.backdrop, tuple(picture.file for picture in side.pictures))
        if name not in backdrops:
            backdrops[name] = Backdrop(side.backdrop, side.pictures)
        for stroke in side.uses:
            uses.setdefault(id(stroke), stroke)
        person = zlib.compress(f"/B Do {side.person}".encode("latin-1"), _LEVEL)
        sides.append(DrawnSide(name, person, "/P Do" in side.person))
    return Drawn(content.number, content.template, tuple(sides))


@lru_cache(maxsize=_MAX_DESIGNS)
def _name(operators: str, files: tuple[object, ...]) -> bytes:
    """Name a backdrop by everything that it shows, the files of its pictures included."""
    digest = hashlib.blake2b(operators.encode(), digest_size=12)
    for file in files:
        digest.update(f"\n{file}".encode())
    return digest.digest()


def _aside(content: BadgeContent) -> Aside:
    return Aside(content.photo, content.delegation)


def _light(content: BadgeContent) -> BadgeContent:
    """Drop the photo's data: a worker needs only its size."""
    photo = content.photo
    if photo is None or len(photo) <= _HEADER:
        return content
    header = photo[:_HEADER]
    at = max(header.find(marker) for marker in (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2"))
    return replace(content, photo=header) if 0 < at < _HEADER - 20 else content
