"""The lane's measures: how long, how large and how far away counts for what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LaneRules:
    """The lane's measures: seconds, and ratios of sides of codes and frames."""

    away: float = 2.0  # after pictures without it for this long a code is armed again
    glare_for: float = 6.0  # what is located where it was read is taken for it for so long
    longest_step: float = 0.5  # more than this from one picture to the next is a gap
    memory: float = 0.4  # a code missed by the reader still counts as in view for this long
    larger: float = 1.5  # clearly larger: this many times the side
    smallest: float = 0.025  # of the frame's longer side; below this nobody is holding it up
    area: tuple[float, float] = (0.7, 0.9)  # the presentation area: shares of width and height, centred
    ambiguous_after: float = 0.3  # two badges passing each other in the air are no refusal
    ambiguous_unseen_after: float = 1.0  # the same, for codes that were never read in one frame
    unread_waits: float = 0.3  # something as large is in view unread: wait for it this long
    glimpse_waits: float = 0.1  # the same, seen in one frame only: half of those are no code at all
    small: float = 0.045  # of the frame's longer side: until the gate has learnt better, smaller is small
    small_within: tuple[float, float] = (0.03, 0.1)  # what it learns stays between these
    learnt_from: int = 9  # so many badges held up last say how large one is at this gate,
    learnt_after: int = 5  # once there were so many
    small_waits: float = 0.25  # what is small is read again after this long,
    passing: float = 2.0  # at a place no farther away than this many of its sides
    bystander_after: float = 5.0  # presented, then still for so long: it lies there, nobody holds it up
    nearer: float = 1.3  # what hung behind counts once its side has grown by this much
    foreign_after: float = 0.5  # a foreign code held alone for so long is said
    still: float = 0.3  # of its side: a code that moves less than this does not move
    still_after: float = 3.0  # a foreign code still for so long is background
    backgrounds: int = 32  # so many background codes are remembered
    burst: int = 5  # so many presentations may come at once,
    rate: float = 2.0  # and so many a second after that
    throttled_every: float = 60.0  # an endless flood is said this often


RULES = LaneRules()
