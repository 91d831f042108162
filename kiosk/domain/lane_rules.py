"""The lane's measures: how long, how large and how far away counts for what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LaneRules:
    """The lane's measures: seconds, and ratios of sides of codes and frames."""

    away: float = 2.0  # after this long in pictures without it, a code is re-armed
    glare_for: float = 6.0  # this long, a code located where one was read is taken for it
    longest_step: float = 0.5  # a longer step from one picture to the next is a gap
    memory: float = 0.4  # a code missed by the reader still counts as in view for this long
    larger: float = 1.5  # clearly larger: this many times the side
    smallest: float = 0.025  # of the frame's longer side; a smaller code is not being held up
    area: tuple[float, float] = (0.7, 0.9)  # the presentation area: shares of width and height, centred
    ambiguous_after: float = 0.3  # two badges that merely cross in the air are not refused
    ambiguous_unseen_after: float = 1.0  # the same, for codes that were never read in one frame
    unread_waits: float = 0.3  # wait this long for something as large that is in view and unread
    glimpse_waits: float = 0.1  # the same, seen in one frame only: half of those are not codes
    small: float = 0.045  # of the frame's longer side: smaller is small, until the gate has learnt better
    small_within: tuple[float, float] = (0.03, 0.1)  # what it learns stays between these
    learnt_from: int = 9  # the last badges, this many, tell how large a badge is at this gate,
    learnt_after: int = 5  # once there were this many
    small_waits: float = 0.2  # what is small is read again after this long,
    passing: float = 0.7  # at a place no farther away than this many of its sides
    bystander_after: float = 5.0  # presented, then still for this long: it is lying there, not held up
    nearer: float = 1.3  # a code behind counts once its side has grown by this much
    foreign_after: float = 0.5  # a foreign code held alone for this long is reported
    still: float = 0.3  # of its side: a code that moves less than this does not move
    still_after: float = 3.0  # a foreign code that stays still for this long is background
    backgrounds: int = 32  # this many background codes are remembered
    burst: int = 5  # this many presentations may come at once,
    rate: float = 2.0  # and this many a second after that
    throttled_every: float = 60.0  # an endless flood is reported this often


RULES = LaneRules()
