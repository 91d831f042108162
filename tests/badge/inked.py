"""The ink of a drawn element, read back from its operators: a box for every glyph, and for every shape.

An interpreter of the few PDF operators that badges use, apart from the code that writes them. Lengths are
millimetres from the bottom left of the badge.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.badge.text.fonts import typeface

Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Ink:
    """A box of ink; of a glyph, ``line`` is the height of its baseline and which text object it is of."""

    left: float
    bottom: float
    right: float
    top: float
    line: tuple[int, float] | None = None

    @property
    def is_text(self) -> bool:
        return self.line is not None

    def gap(self, other: "Ink") -> float:
        """How far two boxes are apart, less than nothing where they overlap."""
        across = max(self.left - other.right, other.left - self.right)
        down = max(self.bottom - other.top, other.bottom - self.top)
        return max(across, down)

    def clipped(self, clip: "Ink") -> "Ink":
        """What a clip leaves of a box."""
        left, bottom = max(self.left, clip.left), max(self.bottom, clip.bottom)
        return Ink(left, bottom, min(self.right, clip.right), min(self.top, clip.top))

    def within(self, other: "Ink") -> float:
        """How far inside another box this one stays, less than nothing where it sticks out."""
        return min(
            self.left - other.left,
            other.right - self.right,
            self.bottom - other.bottom,
            other.top - self.top,
        )


def times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    m, n, o, p, q, r = other
    return (
        a * m + b * o,
        a * n + b * p,
        c * m + d * o,
        c * n + d * p,
        e * m + f * o + q,
        e * n + f * p + r,
    )


def boxed(matrix: Matrix, points: list[tuple[float, float]], margin: float = 0) -> Ink:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return Ink(min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)


@dataclass
class Reader:
    """The state of the page while its operators are read."""

    matrix: Matrix = PLAIN
    kept: list[tuple[Matrix, float, Ink]] = field(default_factory=list)
    width: float = 0
    clip: Ink = Ink(-1e6, -1e6, 1e6, 1e6)
    path: list[tuple[float, float]] = field(default_factory=list)
    text: Matrix = PLAIN
    font: str = ""
    rise: float = 0
    nth: int = 0
    found: list[Ink] = field(default_factory=list)

    def apply(self, name: str, given: list[str]) -> None:  # noqa: C901, PLR0912 - one case an operator
        match name:
            case "q":
                self.kept.append((self.matrix, self.width, self.clip))
            case "Q":
                self.matrix, self.width, self.clip = self.kept.pop()
            case "cm":
                self.matrix = times(tuple(map(float, given)), self.matrix)
            case "w":
                self.width = float(given[0])
            case "re":
                x, y, w, h = map(float, given)
                self.path += [(x, y), (x + w, y + h)]
            case "m" | "l" | "c":
                numbers = list(map(float, given))
                self.path += list(zip(numbers[-2::-2][::-1], numbers[::-2][::-1], strict=False))
            case "f" | "S":
                shape = boxed(self.matrix, self.path, self.width / 2 if name == "S" else 0)
                self.found.append(shape.clipped(self.clip))
                self.path = []
            case "W":
                self.clip = boxed(self.matrix, self.path).clipped(self.clip)
            case "n":
                self.path = []
            case "BT":
                self.nth += 1
            case "Tm":
                a, b, c, d, e, f = map(float, given)
                self.text = (a, b, c, d, e, f)
            case "Tf":
                self.font = given[0].removeprefix("/")
            case "Ts":
                self.rise = float(given[0])
            case "TJ":
                self.show(given[0])
            case "Do":
                self.found.append(boxed(self.matrix, [(0, 0), (1, 1)]).clipped(self.clip))
            case _:
                pass

    def show(self, array: str) -> None:
        face = typeface(self.font)
        for piece in array.strip("[]").replace("<", " <").replace(">", "> ").split():
            if not piece.startswith("<"):
                self.text = times((1, 0, 0, 1, -float(piece) / 1000, 0), self.text)
                continue
            codes = piece.strip("<>")
            for at in range(0, len(codes), 4):
                glyph = int(codes[at : at + 4], 16)
                self.glyph(face, glyph)
                self.text = times((1, 0, 0, 1, face.advance(glyph) / face.units, 0), self.text)

    def glyph(self, face, glyph: int) -> None:
        ink = face.shaper.get_glyph_extents(glyph)
        if ink is None or not ink.width or not ink.height:
            return
        left, top = ink.x_bearing / face.units, ink.y_bearing / face.units + self.rise
        corner = (left + ink.width / face.units, top + ink.height / face.units)
        box = boxed(times(self.text, self.matrix), [(left, top), corner])
        line = (self.nth, round(self.text[5], 3))
        self.found.append(Ink(box.left, box.bottom, box.right, box.top, line))


def ink_of(operators: str) -> list[Ink]:
    """Return every box of ink that some operators leave."""
    reader = Reader()
    given: list[str] = []
    for word in words(operators):
        if word[0].isalpha():
            reader.apply(word, given)
            given = []
        else:
            given.append(word)
    assert not reader.kept
    return reader.found


def words(operators: str) -> Iterator[str]:
    """Split operators; an array is one word."""
    spaced = operators.replace("]", "] ").replace("[", " [")
    array = ""
    for word in spaced.split():
        if array or word.startswith("["):
            array += " " + word
            if word.endswith("]"):
                yield array.strip()
                array = ""
            continue
        yield word
