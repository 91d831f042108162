"""Own the figures of crowds: who is presented while others stand behind, and a lane of two hundred people.

A presenter walks up among people whose badges hang on their chests 1.5 to 2.6 m away, before a poster's code,
with a sponsor's code on the lanyard or a phone's screen beside it; the reference is the same walk alone.
"""

import sys
from collections import Counter
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import qrcode

from benchmarks.walks import LENGTH, badge, code_text
from kiosk.domain.lane import Kind, Lane, Presentation
from kiosk.rehearsal.optics import FAIR, LIGHTS, SIZES, Held, Page, Pose, Webcam
from kiosk.rehearsal.walk import MANNERS, STEADY, Carry, approach
from kiosk.rehearsal.webcam import Setting, Shown, SimulatedCamera
from kiosk.vision.reader import Reader
from kiosk.vision.source import Frame, frames

RESULTS = Path(__file__).parent / "results" / "walks_crowd.txt"
RATE = 15


def is_ours(text: str) -> bool:
    return len(text) == 20


def print_of(text: str, side_mm: float) -> Page:
    """Draw a code alone, with its quiet zone, on paper."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=10)
    code.add_data(text)
    image = np.where(np.array(code.make_image().convert("L")) > 0, 255, 0).astype(np.uint8)
    return Page(image, side_mm / image.shape[1])


def behind(random: np.random.Generator, count: int) -> list[Carry]:
    return [
        Carry(
            badge(code_text(random), ("A6", "CR80")[int(random.integers(2))]),
            STEADY,
            int(random.integers(1 << 30)),
        )
        for _ in range(count)
    ]


def crowd_walk(seed: int, light: str, size: str, extras: str) -> tuple[float | None, int, Counter[Kind]]:
    """Walk up once; return when the presenter was presented, how often others were, and what was said."""
    random = np.random.default_rng(seed)
    text = code_text(random)
    presenter = Carry(badge(text, "A6"), MANNERS[light], seed)
    others = behind(random, 1 + seed % 6)
    places = [(float(random.uniform(-700, 700)), float(random.uniform(-50, 150))) for _ in others]
    far = [float(random.uniform(1500, 2600)) for _ in others]
    poster, phone = print_of("https://salon.example/sponsor", 160), print_of("https://pay.example/8d2f", 45)
    lanyard = print_of("https://sponsor.example", 30)
    webcam, reader, lane = Webcam(SIZES[size], LIGHTS[light], seed), Reader(), Lane(is_ours)
    first, wrong, kinds = None, 0, Counter[Kind]()
    for number in range(round((LENGTH + 1) * RATE)):
        at = number / RATE
        distance = approach(at, LENGTH)
        scene: list[Held] = [presenter.at(at, distance)]
        if extras == "crowd":
            scene += [o.at(at, d, p) for o, d, p in zip(others, far, places, strict=True)]
            scene.append(Held(poster, Pose(-600, -350, 2200), has_coat=False))
            if seed % 2:
                scene.append(Held(phone, Pose(130, -20, distance + 60, yaw=0.2), has_coat=False))
            else:
                scene.append(Held(lanyard, Pose(0, -130, distance + 10), has_coat=False))
        look = reader.look(webcam.take(scene))
        for said in lane.see(look.sights(), at, SIZES[size]):
            kinds[said.kind] += 1
            if said.kind is Kind.PRESENTED:
                if said.text == text:
                    first = at if first is None else first
                else:
                    wrong += 1
    return first, wrong, kinds


def lane_of(people: int) -> list[str]:
    """Let people present one after the other; one in twenty holds up something that is not ours."""
    random = np.random.default_rng(77)
    texts = [code_text(random) if n % 20 != 7 else f"https://other.example/{n}" for n in range(people)]
    pages = [badge(text, "A6") if is_ours(text) else print_of(text, 50) for text in texts]
    camera = SimulatedCamera([Shown(page, 1.3, 0.5) for page in pages], Setting(light=FAIR, seed=5))
    reader, lane, said, at = Reader(), Lane(is_ours), list[Presentation](), 0.0
    for frame in frames(camera):
        assert isinstance(frame, Frame)
        at = frame.at
        said += lane.see(reader.look(frame.image).sights(), frame.at, (1280, 720))
    got = Counter(str(one.text) for one in said)
    missed = [text for text in texts if not got[text]]
    doubled = [text for text in texts if got[text] > 1]
    wrong = [text for text in got if text not in texts]
    refused = sum(one.kind is Kind.FOREIGN for one in said)
    rate = f"a lane of {people}: {60 * people / at:.0f} a minute"
    return [f"{rate}, {len(missed)} missed, {len(doubled)} doubled, {len(wrong)} wrong, {refused} not ours"]


def main() -> None:
    cv2.setNumThreads(1)
    walks = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    titles = ("walks", "alone s", "crowd s", "ratio", "missed", "wrong", "ambiguous", "foreign")
    lines = [f"{'crowd':14}" + "".join(f"{title:>10}" for title in titles)]
    for light in ("fair", "poor"):
        for size in ("720p", "1080p"):
            alone = [crowd_walk(seed, light, size, "alone")[0] for seed in range(walks)]
            among = [crowd_walk(seed, light, size, "crowd") for seed in range(walks)]
            reached = [
                (a, b[0]) for a, b in zip(alone, among, strict=True) if a is not None and b[0] is not None
            ]
            one, other = median(a for a, _ in reached), median(b for _, b in reached)
            kinds = sum((kinds for _, _, kinds in among), Counter[Kind]())
            missed = sum(a is not None and b[0] is None for a, b in zip(alone, among, strict=True))
            wrong = sum(count for _, count, _ in among)
            ratio = other / max(one, 1 / RATE)
            counts = "".join(f"{n:10}" for n in (missed, wrong, kinds[Kind.AMBIGUOUS], kinds[Kind.FOREIGN]))
            lines.append(f"{light + ' ' + size:14}{walks:10}{one:10.2f}{other:10.2f}{ratio:10.2f}{counts}")
            print(lines[-1], flush=True)
    lines += lane_of(200)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
