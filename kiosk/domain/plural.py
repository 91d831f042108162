"""Counts in words: `1 day`, `2 days`, `12,000 people`; never `1 days` or `day(s)`."""


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    Args:
        count: how many.
        one: the noun for exactly one, with whatever follows it.
        many: the noun for any other number; by default `one` with an s.
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def people(count: int) -> str:
    """Return `1 person` or `2 people`."""
    return counted(count, "person", "people")
