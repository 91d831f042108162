"""Counts in words: `1 day`, `2 days`, `12,000 people`; never `1 days` or `day(s)`."""

from kiosk.domain.wording import Count


def counted(count: int, one: str, many: str = "") -> Count:
    """Return a number with its noun, to be put into words last.

    Args:
        count: how many.
        one: the noun for exactly one, with whatever follows it.
        many: the noun for any other number; by default `one` with an s.
    """
    return Count(count, one, many or f"{one}s")


def people(count: int) -> Count:
    """Return `1 person` or `2 people`."""
    return Count(count, "person", "people")
