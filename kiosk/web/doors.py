"""The first page of a served demonstration: a door for each role, what to try behind it, and "start again".

1. They are there only where `kiosk demo --serve` asked for them, and only for browsers on this computer.
"""

from starlette.responses import RedirectResponse, Response

from kiosk.service.accounts.doors import DOORS, go_through
from kiosk.web.cookie import remember
from kiosk.web.render import Pages
from kiosk.web.start import LANGUAGE_NAMES
from kiosk.web.visit import Visit


def show(visit: Visit) -> Response:
    """Show the doors."""
    if visit.start_again is None or not visit.browser.is_here:
        return _not_here(visit)
    event = visit.station.event()
    language = _language(visit.query.get("language", ""), visit)
    pages = Pages(language, visit.pages.say_in, is_demo=True)
    return pages.page(
        "start/doors.html",
        event=event.name.get(language, event.name["fr"]),
        languages=LANGUAGE_NAMES,
        edition=visit.gates.epoch,
    )


def enter(visit: Visit) -> Response:
    """Go through a door."""
    door = DOORS.get(visit.path["door"])
    if visit.start_again is None or not visit.browser.is_here or door is None:
        return _not_here(visit)
    language = _language(visit.form.get("language", ""), visit)
    token = go_through(visit.station, door, language, visit.browser.token)
    return remember(RedirectResponse(door.leads_to, 303), token)


def start_again(visit: Visit) -> Response:
    """Have the demonstration begin anew; the page waits for it."""
    if visit.start_again is None or not visit.browser.is_here:
        return _not_here(visit)
    visit.start_again()
    language = _language(visit.form.get("language", ""), visit)
    pages = Pages(language, visit.pages.say_in, is_demo=True)
    return pages.page("start/again.html", edition=visit.gates.epoch)


def edition(visit: Visit) -> Response:
    """Say which start of the pages this is."""
    if visit.start_again is None or not visit.browser.is_here:
        return _not_here(visit)
    return Response(visit.gates.epoch, media_type="text/plain")


def _language(asked: str, visit: Visit) -> str:
    return asked if asked in LANGUAGE_NAMES else visit.viewer.language


def _not_here(visit: Visit) -> Response:
    return visit.pages.page("start/refused.html", 404, refused=404, number="")
