"""The effects of a new event document on the people already on the list, in words."""

from collections.abc import Iterator

from kiosk.cli.tables import say
from kiosk.domain.plural import counted, people
from kiosk.service.event.effects import Effects


def tell(found: Effects) -> None:
    """Describe the effects of a new document on the people on the list, if any."""
    for line in _lines(found):
        say(line)


_PEOPLE = (
    ("by_category", "with the rights of their category: these follow the event."),
    ("with_days", "with rights of their own: these move with the days."),
    ("without_new_days", "with rights of their own: an added day does not come to them."),
    ("narrowed", "will lose a day or a zone that goes away, and keep the others."),
    ("left_out", "will have no right on any day: every gate refuses them."),
    ("out_of_time", "may enter at other times only, by valid_from or valid_until."),
)
"""What is said of a number of people, by the field that counts them."""


def _lines(found: Effects) -> Iterator[str]:
    if found.moved_days:
        yield "Days that move:"
        for old, new in found.moved_days.items():
            yield f"   {old:%d/%m/%Y} -> {new:%d/%m/%Y}"
    for name, said in _PEOPLE:
        if count := getattr(found, name):
            yield f"{people(count)} {said}"
    for category, count in found.no_category.items():
        yield f"{people(count)} of the category {category}, which goes away: every gate refuses them."
    for zone, count in found.inside.items():
        yield f"{people(count)} inside {zone}, which goes away: `kiosk who` has them there until they leave."
    if any((found.without_new_days, found.narrowed, found.left_out, found.no_category, found.out_of_time)):
        yield "-> To mend these: correct their days, zones, categories or validity in the list, then"
        yield "   kiosk import LIST.csv"
    if found.badges:
        yield f"{counted(found.badges, 'printed badge')} may be wrong now. Which, and what to do:"
        yield "   kiosk badges outdated"
