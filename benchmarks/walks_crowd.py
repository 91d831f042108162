"""Crowds: whose badge is read while others queue behind, and a lane of two hundred people.

A presenter walks up from where the code is 1 pixel a module, too small to read. One to six people queue
0.4 to 1.6 m behind with their badges on their chests; a poster with a code hangs on the wall, and a phone's
screen is held beside the badge or a sponsor's code hangs on its lanyard. The reference is the walk alone.
`python -m benchmarks.walks_crowd [WALKS]`: with 0 only the lanes, the queues and those who pass by.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise, product
from math import inf
from multiprocessing import get_context
from statistics import median
from time import process_time

import numpy as np
import qrcode

from benchmarks.measuring import Table
from benchmarks.papers import MODULES, code_side, code_text, print_pages
from benchmarks.walks import PAPERS, RATE, use_one_thread
from kiosk.domain.credential import parse
from kiosk.domain.lane import RULES, Lane, LaneKind, Presentation, Sight
from kiosk.rehearsal.optics import FOCAL_WIDTHS, LIGHTS, SIZES, Held, Page, Pose, Webcam
from kiosk.rehearsal.visitor import MANNERS, STEADY, Carry
from kiosk.rehearsal.webcam import HeldUp, Setting, SimulatedCamera
from kiosk.vision.frame import Frame, frames
from kiosk.vision.reader import Reader

DPI = 200
WALKS = 12
START = 1.0  # pixels a module
NEAREST = 250.0
SPEED = 950 / 2.4  # millimetres a second, as in `walks`
HELD = 1.0
STANDING = 4.5  # seconds that the gate sees the poster before the first visitor
PEOPLE = 200
QUEUE = 60
TURN = 1.3  # seconds for each of a queue:
UP = 0.75  # the badge is up, then the view is empty for a while
PASSERS = 16
PASSING = ((1300.0, 700.0), (900.0, 400.0), (900.0, 250.0))  # millimetres away, and a second


def is_ours(text: str) -> bool:
    return parse(text) is not None


def print_of(text: str, side_mm: float) -> Page:
    """Draw a code alone, with its quiet zone, on paper."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=10)
    code.add_data(text)
    image = np.where(np.array(code.make_image().convert("L")) > 0, 255, 0).astype(np.uint8)
    return Page(image, side_mm / image.shape[1])


@dataclass(frozen=True)
class Queuer:
    """A person in the queue behind, who follows at a distance and stops somewhere."""

    carry: Carry
    gap: float
    stop: float
    place: tuple[float, float]

    def at(self, seconds: float, presenter: float) -> Held:
        distance = max(self.stop, presenter + self.gap)
        return self.carry.at(seconds, distance, self.place)


@dataclass(frozen=True)
class Surroundings:
    """The surroundings of a row of the table."""

    light: str
    size: str
    paper: str


class Scene:
    """One walk: the presenter, and what else is in view."""

    def __init__(self, seed: int, kind: Surroundings) -> None:
        random = np.random.default_rng(seed)
        self.paper = kind.paper
        self.text = code_text(random)
        (page,) = print_pages([self.text], self.paper, DPI)
        self._presenter = Carry(page, MANNERS[kind.light], seed)
        self._queue = [self._queuer(random) for _ in range(1 + seed % 6)]
        self._poster = Held(
            print_of("https://salon.example/sponsor", 300), Pose(-600, -350, 2200), has_coat=False
        )
        if seed // 6 % 2 == seed % 2:
            self._beside, self._aside = print_of("https://pay.example/8d2f", 45), (95.0, -20.0, 60.0)
        else:
            self._beside, self._aside = print_of("https://sponsor.example", 30), (0.0, -130.0, 10.0)
        self.start = FOCAL_WIDTHS * SIZES[kind.size][0] * code_side(self.paper) / MODULES / START
        self.seconds = (self.start - NEAREST) / SPEED + HELD

    def _queuer(self, random: np.random.Generator) -> Queuer:
        (page,) = print_pages([code_text(random)], self.paper, DPI)
        place = float(random.uniform(-450, 450)), float(random.uniform(-50, 150))
        gap, stop = float(random.uniform(400, 1600)), float(random.uniform(900, 1800))
        return Queuer(Carry(page, STEADY, int(random.integers(1 << 30))), gap, stop, place)

    def distance(self, at: float) -> float:
        return max(NEAREST, self.start - SPEED * at)

    def alone(self, at: float) -> list[Held]:
        # The badge is held out, so that the presenter's coat hides no one behind.
        return [replace(self._presenter.at(at, self.distance(at)), has_coat=False)]

    def crowded(self, at: float) -> list[Held]:
        x, y, behind = self._aside
        presenter = self._presenter.at(at, self.distance(at))
        pose = replace(presenter.pose, x=presenter.pose.x + x, y=presenter.pose.y + y, yaw=0.2)
        beside = Held(self._beside, replace(pose, distance=pose.distance + behind), has_coat=False)
        queue = [one.at(at, self.distance(at)) for one in self._queue]
        return [*self.alone(at), *queue, beside, self._poster]

    def before(self) -> list[Held]:
        return [self._poster]


@dataclass
class Outcome:
    """What became of a walk; times are infinity for never.

    Attributes:
        read: when the presenter's badge was first read.
        is_large: whether it was large for the gate then.
        first: when it was presented.
        wrong: how often others were.
    """

    read: float = inf
    is_large: bool = False
    first: float = inf
    wrong: int = 0
    kinds: Counter[LaneKind] = field(default_factory=Counter)


@dataclass
class Post:
    """A gate on the simulated clock: frames that come while it computes are lost."""

    size: str
    reader: Reader = field(default_factory=Reader)
    lane: Lane = field(default_factory=lambda: Lane(is_ours))
    sights: tuple[Sight, ...] = ()
    free: float = -inf

    def see(self, webcam: Webcam, scene: Sequence[Held], at: float) -> tuple[Presentation, ...]:
        image, self.sights = webcam.take(scene), ()
        if at < self.free:
            return ()
        start = process_time()
        self.sights = self.reader.look(image).sights()
        said = self.lane.see(self.sights, at, SIZES[self.size])
        self.free = at + process_time() - start
        return said


def walk(seed: int, kind: Surroundings, *, is_crowded: bool) -> Outcome:
    scene, outcome, post = Scene(seed, kind), Outcome(), Post(kind.size)
    webcam = Webcam(SIZES[kind.size], LIGHTS[kind.light], seed)
    for number in range(-round(STANDING * RATE) if is_crowded else 0, 0, 3):
        post.see(webcam, scene.before(), number / RATE)
    for number in range(round(scene.seconds * RATE)):
        at = number / RATE
        presented = post.see(webcam, scene.crowded(at) if is_crowded else scene.alone(at), at)
        sides = [sight.side for sight in post.sights if sight.text == scene.text]
        if sides and outcome.read == inf:
            outcome.read = post.free
            outcome.is_large = sides[0] >= RULES.small * max(SIZES[kind.size])
        for said in presented:
            outcome.kinds[said.kind] += 1
            if said.kind is LaneKind.PRESENTED and said.text == scene.text:
                outcome.first = min(outcome.first, post.free)
            elif said.kind is LaneKind.PRESENTED:
                outcome.wrong += 1
        if not is_crowded and outcome.first < inf:
            break
    return outcome


def row(title: str, alone: list[Outcome], among: list[Outcome]) -> str:
    pairs = [(a.first, b.first) for a, b in zip(alone, among, strict=True) if a.first < inf]
    reached = [(a, b) for a, b in pairs if b < inf]
    one, other = median(a for a, _ in pairs), median(b for _, b in pairs)
    delays = sorted(b - a for a, b in reached)
    late = delays[int(0.9 * len(delays))]
    kinds = sum((outcome.kinds for outcome in among), Counter[LaneKind]())
    wrong = sum(outcome.wrong for outcome in among)
    counts = "".join(
        f"{n:10}"
        for n in (
            len(pairs) - len(reached),
            wrong,
            kinds[LaneKind.AMBIGUOUS],
            kinds[LaneKind.FOREIGN],
        )
    )
    times = f"{one:9.2f}{other:9.2f}{other / one:8.2f}{median(delays):+10.2f}{late:+10.2f}"
    return f"{title:16}{len(alone):6}{times}{counts}"


def waits(alone: list[Outcome]) -> str:
    """Say how long badges that are carried alone waited in the lane after they were first read."""
    reached = [outcome for outcome in alone if outcome.first < inf]
    large = [outcome.first - outcome.read for outcome in reached if outcome.is_large]
    small = [outcome.first - outcome.read for outcome in reached if not outcome.is_large]
    at_once = f"{len(large)} large when first read, {sum(wait > 0 for wait in large)} of them made to wait"
    later = f"{len(small)} small, made to wait {median(small or [0]):.2f} s, at most {max(small or [0]):.2f}"
    return f"alone: {at_once}; {later}"


def lane_of(people: int, light: str) -> str:
    """Let people present one after the other; one in twenty holds up a foreign code."""
    random = np.random.default_rng(77)
    texts = [code_text(random) if n % 20 != 7 else f"https://other.example/{n}" for n in range(people)]
    printed = iter(print_pages([text for text in texts if is_ours(text)], "a6", 150))
    pages = [next(printed) if is_ours(text) else print_of(text, 50) for text in texts]
    setting = Setting(rate=RATE, light=LIGHTS[light], manner=MANNERS[light], seed=5)
    camera = SimulatedCamera([HeldUp(page, 1.3, 0.5) for page in pages], setting)
    reader, lane, said, at, free = Reader(), Lane(is_ours), list[Presentation](), 0.0, 0.0
    for frame in frames(camera):
        assert isinstance(frame, Frame)
        at = frame.at
        if at < free:
            continue
        start = process_time()
        said += lane.see(reader.look(frame.image).sights(), at, setting.size)
        free = at + process_time() - start
    got = Counter(str(one.text) for one in said)
    missed = [text for text in texts if not got[text]]
    doubled = [text for text in texts if got[text] > 1]
    wrong = [text for text in got if text not in texts]
    refused = sum(one.kind is LaneKind.FOREIGN for one in said)
    rate = f"a lane of {people}, {light} 720p: {60 * people / at:.0f} a minute"
    return f"{rate}, {len(missed)} missed, {len(doubled)} doubled, {len(wrong)} wrong, {refused} not ours"


@dataclass(frozen=True)
class Turn:
    """A person in a queue, who steps up and holds up a badge that hung in view one turn before."""

    held: Carry
    hanging: Carry
    place: tuple[float, float]
    behind: float

    def at(self, seconds: float) -> Held | None:
        """Return the badge, `seconds` after the turn began; None while it is out of view."""
        if -TURN <= seconds < 0:
            near = max(0.0, 1 + seconds / 0.5)  # steps forward in the last half second
            distance = self.behind - (self.behind - 600) * near
            x, y = self.place
            return replace(self.hanging.at(seconds, distance, (x * (1 - near), y)), has_coat=False)
        if not 0 <= seconds < UP:
            return None
        raised = min(1.0, seconds / 0.25)
        badge = self.held.at(seconds, 600 - 240 * raised, (0.0, 300 * (1 - raised)))
        right, down = badge.motion
        return replace(badge, has_coat=False, motion=(right, down - (1200 if raised < 1 else 0)))


def queue_of(people: int, light: str) -> str:
    """Let a queue present in turn, each with the next person's badge in view behind."""
    random = np.random.default_rng(60)
    texts = [code_text(random) for _ in range(people)]
    turns = [
        Turn(
            Carry(page, MANNERS[light], number),
            Carry(page, STEADY, people + number),
            (float(random.uniform(-250, 250)), float(random.uniform(0, 150))),
            float(random.uniform(850, 1100)),
        )
        for number, page in enumerate(print_pages(texts, "a6", 150))
    ]
    webcam, post = Webcam(SIZES["720p"], LIGHTS[light], 60), Post("720p")
    said: list[Presentation] = []
    for number in range(round((people + 1) * TURN * RATE)):
        at = number / RATE
        shown = [turn.at(at - TURN * nth) for nth, turn in enumerate(turns) if abs(at - TURN * nth) <= TURN]
        said += post.see(webcam, [one for one in shown if one is not None], at)
    order = [texts.index(str(one.text)) for one in said if one.kind is LaneKind.PRESENTED]
    swapped = sum(later < earlier for earlier, later in pairwise(order))
    other = sum(one.kind is not LaneKind.PRESENTED for one in said)
    title = f"a queue of {people}, {light} 720p, the next badge in view"
    doubled = len(order) - len(set(order))
    return f"{title}: {len(set(order))} recorded, {doubled} doubled, {swapped} swapped, {other} refused"


def passers_by(people: int, distance: float, speed: float) -> str:
    """Let people walk past at a distance (mm) and a speed (mm a second), badges on their chests."""
    random = np.random.default_rng(61)
    texts = [code_text(random) for _ in range(people)]
    webcam, post, start = Webcam(SIZES["720p"], LIGHTS["fair"], 61), Post("720p"), 0.0
    said = 0
    for number, page in enumerate(print_pages(texts, "a6", 150)):
        carry, way = Carry(page, STEADY, number), 1 if number % 2 else -1
        seconds = 2.2 * distance / speed / (2 * FOCAL_WIDTHS)
        for frame in range(round((seconds + 2.2) * RATE)):
            into = frame / RATE
            badge = carry.at(into, distance, (way * speed * (into - seconds / 2), 0.0))
            badge = replace(badge, has_coat=False, motion=(badge.motion[0] + way * speed, badge.motion[1]))
            said += len(post.see(webcam, [badge] if into < seconds else [], start + into))
        start += seconds + 2.2
    return f"{people} pass by, {distance / 1000:g} m away at {speed / 1000:g} m/s: {said} taken for visitors"


def main() -> None:
    with ProcessPoolExecutor(initializer=use_one_thread, mp_context=get_context("spawn")) as pool:
        run(pool)


def run(pool: ProcessPoolExecutor) -> None:
    walks = int(sys.argv[1]) if len(sys.argv) > 1 else WALKS
    table = Table()
    if walks:
        crowds(pool, walks, table.say)
    for line in pool.map(partial(lane_of, PEOPLE), ("fair", "poor")):
        table.say(line)
    for line in pool.map(partial(queue_of, QUEUE), ("fair", "poor")):
        table.say(line)
    for line in pool.map(partial(passers_by, PASSERS), *zip(*PASSING, strict=True)):
        table.say(line)
    if len(sys.argv) == 1:
        table.keep("walks_crowd.txt")


def crowds(pool: ProcessPoolExecutor, walks: int, say: Callable[[str], None]) -> None:
    say("median seconds from where the code is 1 px a module; delay: crowd less alone, median and 9 in 10")
    titles = ("missed", "wrong", "ambiguous", "foreign")
    head = f"{'alone':>9}{'crowd':>9}{'ratio':>8}{'delay':>10}{'9 of 10':>10}"
    say(f"{'crowd':16}{'walks':>6}{head}" + "".join(f"{title:>10}" for title in titles))
    everywhere: list[tuple[list[Outcome], list[Outcome]]] = []
    for light, size, paper in product(("fair", "poor"), SIZES, PAPERS):
        kind = Surroundings(light, size, paper)
        alone = list(pool.map(partial(walk, kind=kind, is_crowded=False), range(walks)))
        among = list(pool.map(partial(walk, kind=kind, is_crowded=True), range(walks)))
        everywhere.append((alone, among))
        say(row(f"{light} {size} {paper}", alone, among))
    alone, among = ([one for group in half for one in group] for half in zip(*everywhere, strict=True))
    say(row("all", alone, among))
    say(waits(alone))


if __name__ == "__main__":
    main()
