"""The strip above a gate's screen: how this gate is, so that nothing can go stale unseen.

1. What is well is said softly; what is not stands out, and says what it means.
2. What nobody knows is left out, never shown as zero.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.model import ClockState, Direction, Notice
from kiosk.service.posts.messages import Beat
from kiosk.service.words.catalogue import DISK_LOW, INSTRUCTIONS, PHRASES
from kiosk.web.gate_rows import Known
from kiosk.web.render import Say

BATTERY_LOW = 20
"""Per cent, from which the battery stands out."""
_FAULTS = PHRASES


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure of the strip.

    Attributes:
        is_bad: whether it needs somebody.
    """

    label: str
    value: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The strip.

    Attributes:
        direction: in or out, or "" for a gate that never spoke.
        way: the direction in words.
        time: on the clocks at the gate.
    """

    name: str
    direction: str
    way: str
    time: str
    gauges: tuple[Gauge, ...]


def frame(beat: Beat | None, known: Known, now: datetime, say: Say, language: str) -> Frame:
    """Return the strip for a gate's newest beat; None for a gate that never spoke."""
    gate = known.event.gate.get(known.gate)
    name = known.gate if gate is None else gate.name.get(language, gate.name["fr"])
    if beat is None:
        silent = Gauge(say("Gate"), say("does not answer"), is_bad=True)
        return Frame(name, "", "", known.time(now), (silent,))
    way = say("EXIT") if beat.direction == Direction.OUT else say("ENTRY")
    gauges = (*_inside(beat, say), *_list(beat, say), *_camera(beat, say), *_computer(beat, say))
    return Frame(name, beat.direction, way, known.time(now), gauges)


def thousands(number: int) -> str:
    """Write a number with thin spaces between its thousands."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def span(seconds: int, say: Say) -> str:
    """Write a length of time as shortly as it can be understood."""
    if seconds < 3_600:
        return say("{n} min", n=seconds // 60)
    if seconds < 2 * 86_400:
        return say("{n} h", n=seconds // 3_600)
    return say("{n} d", n=seconds // 86_400)


def _inside(beat: Beat, say: Say) -> tuple[Gauge, ...]:
    if beat.inside < 0:
        return ()
    if not beat.capacity:
        return (Gauge(say("Inside"), thousands(beat.inside)),)
    value = f"{thousands(beat.inside)} / {thousands(beat.capacity)}"
    return (Gauge(say("Inside"), value, is_bad=beat.inside >= beat.capacity),)


def _list(beat: Beat, say: Say) -> tuple[Gauge, ...]:
    told = []
    if beat.list_age_s >= 0:
        told.append(span(beat.list_age_s, say))
    if beat.unknown_here:
        told.append(say("unknown badges: {n}", n=thousands(beat.unknown_here)))
    return (Gauge(say("List"), " · ".join(told), is_bad=beat.unknown_here > 0),) if told else ()


def _camera(beat: Beat, say: Say) -> tuple[Gauge, ...]:
    if beat.camera:
        cause = _FAULTS.get(f"camera_{beat.camera}", _FAULTS["camera"])
        return (Gauge(say("Camera"), say(cause), is_bad=True),)
    if not beat.fps:
        return ()
    return (Gauge(say("Camera"), say("{n} pictures/s", n=round(beat.fps))),)


def _computer(beat: Beat, say: Say) -> tuple[Gauge, ...]:
    found = []
    if beat.store:
        found.append(Gauge(say("Journal"), say(_FAULTS["not_recorded"]), is_bad=True))
    if beat.is_disk_low:
        found.append(Gauge(say("Disk"), say(DISK_LOW.headline), is_bad=True))
    if beat.clock == ClockState.SUSPECT:
        found.append(Gauge(say("Clock"), say(INSTRUCTIONS[Notice.CLOCK_SUSPECT].headline), is_bad=True))
    elif beat.clock_offset_s:
        found.append(Gauge(say("Clock"), say("set by {n} s", n=f"{beat.clock_offset_s:+d}")))
    if beat.battery >= 0:
        left = (
            ""
            if beat.battery_minutes < 0
            else f" · {beat.battery_minutes // 60}:{beat.battery_minutes % 60:02d}"
        )
        found.append(Gauge(say("Battery"), f"{beat.battery} %{left}", is_bad=beat.battery < BATTERY_LOW))
    return tuple(found)
