"""The effects of a new event document on the people already on the list, in words."""

from collections.abc import Iterator

from kiosk.cli.language import here
from kiosk.cli.tables import say
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase
from kiosk.service.event.effects import Effects
from kiosk.service.words.translation import text


def tell(found: Effects) -> None:
    """Describe the effects of a new document on the people on the list, if any."""
    for line in _lines(found):
        say(line)


def _lines(found: Effects) -> Iterator[str]:
    if found.moved_days:
        yield text("Days that move:")
        for old, new in found.moved_days.items():
            yield f"   {old:%d/%m/%Y} -> {new:%d/%m/%Y}"
    yield from _rights(found)
    own = here()
    for category, count in found.no_category.items():
        yield own.plural(
            "{n} person of the category {category}, which goes away: every gate refuses them.",
            "{n} people of the category {category}, which goes away: every gate refuses them.",
            count,
            category=category,
        )
    for zone, count in found.inside.items():
        yield own.plural(
            "{n} person inside {zone}, which goes away: `kiosk who` has them there until they leave.",
            "{n} people inside {zone}, which goes away: `kiosk who` has them there until they leave.",
            count,
            zone=zone,
        )
    if any((found.without_new_days, found.narrowed, found.left_out, found.no_category, found.out_of_time)):
        yield text("-> To mend these: correct their days, zones, categories or validity in the list, then")
        yield "   kiosk import LIST.csv"
    if found.badges:
        badges = counted(found.badges, "printed badge")
        yield Phrase("{badges} may be wrong now. Which, and what to do:", badges=badges)
        yield "   kiosk badges outdated"


def _rights(found: Effects) -> Iterator[str]:
    """Say whose rights follow the event, and whose are narrower than they look."""
    own = here()
    if n := found.by_category:
        yield own.plural(
            "{n} person with the rights of their category: these follow the event.",
            "{n} people with the rights of their category: these follow the event.",
            n,
        )
    if n := found.with_days:
        yield own.plural(
            "{n} person with rights of their own: these move with the days.",
            "{n} people with rights of their own: these move with the days.",
            n,
        )
    if n := found.without_new_days:
        yield own.plural(
            "{n} person with rights of their own: an added day does not come to them.",
            "{n} people with rights of their own: an added day does not come to them.",
            n,
        )
    if n := found.narrowed:
        yield own.plural(
            "{n} person will lose a day or a zone that goes away, and keep the others.",
            "{n} people will lose a day or a zone that goes away, and keep the others.",
            n,
        )
    if n := found.left_out:
        yield own.plural(
            "{n} person will have no right on any day: every gate refuses them.",
            "{n} people will have no right on any day: every gate refuses them.",
            n,
        )
    if n := found.out_of_time:
        yield own.plural(
            "{n} person may enter at other times only, by valid_from or valid_until.",
            "{n} people may enter at other times only, by valid_from or valid_until.",
            n,
        )
