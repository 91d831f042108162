"""The accounts: a list of them, new ones, their roles, badges and codes; stopping them."""

from collections.abc import Callable, Sequence

from starlette.responses import RedirectResponse, Response

from kiosk.domain.errors import KioskError
from kiosk.service.accounts import keeping
from kiosk.service.accounts.cards import cards
from kiosk.service.accounts.choosing import ChoiceError
from kiosk.service.accounts.keeping import Handed, NewAccount
from kiosk.service.accounts.sheet import read_sheet
from kiosk.store.accounts import Account, AccountId
from kiosk.web.forms import BLANK, Shown, fault_said, kept, roles_of, roles_said, shown_again
from kiosk.web.start import LANGUAGE_NAMES
from kiosk.web.visit import Visit


def show(visit: Visit) -> Response:
    """Show all accounts."""
    return _page(visit, BLANK)


def _page(visit: Visit, shown: Shown, status: int = 200) -> Response:
    return visit.pages.page(
        "accounts/accounts.html",
        status,
        shown=shown,
        viewer=visit.viewer,
        accounts=keeping.listed(visit.station),
        roles=roles_said(visit.pages.say),
        languages=LANGUAGE_NAMES,
    )


def add(visit: Visit) -> Response:
    """Make an account, and show the code that its owner begins with."""
    form = visit.form
    wanted = NewAccount(form.get("name", ""), roles_of(form), form.get("language", "fr"))
    try:
        handed = keeping.add(visit.station, wanted)
    except ChoiceError as error:
        return _page(visit, shown_again(form, visit.pages.say, error), 422)
    return _handed(visit, [handed])


def add_sheet(visit: Visit) -> Response:
    """Make the accounts of a sheet, all or none; answer with cards to print, or a page of codes."""
    try:
        handed = keeping.add_all(visit.station, read_sheet(visit.files.get("sheet", b"")))
    except ChoiceError as error:
        said = "; ".join(fault_said(visit.pages.say, fault) for fault in error.faults.values())
        return _page(visit, Shown(above=said), 422)
    except KioskError as error:
        return _page(visit, Shown(above=visit.fault_said(error)), 422)
    return _handed(visit, handed)


def _handed(visit: Visit, handed: Sequence[Handed]) -> Response:
    """Hand codes over, on cards or on a page; they are shown this once."""
    if "cards" in visit.form:
        pdf = cards(visit.station, handed, visit.viewer.language)
        name = {"content-disposition": 'attachment; filename="cards.pdf"'}
        return Response(pdf, media_type="application/pdf", headers=name)
    return visit.pages.page("accounts/handed.html", handed=handed)


def set_roles(visit: Visit) -> Response:
    """Give an account other roles."""
    return _changed(visit, lambda identity: keeping.set_roles(visit.station, identity, roles_of(visit.form)))


def link_badge(visit: Visit) -> Response:
    """Make the badge that was scanned an account's own."""
    badge = visit.form.get("badge", "").strip()
    return _changed(visit, lambda identity: keeping.link_badge(visit.station, identity, badge))


def stop(visit: Visit) -> Response:
    """Stop an account."""
    return _changed(visit, lambda identity: keeping.stop(visit.station, identity))


def resume(visit: Visit) -> Response:
    """Let a stopped account be used again."""
    return _changed(visit, lambda identity: keeping.resume(visit.station, identity))


def hand_code(visit: Visit) -> Response:
    """Show a new code, for who forgot password or PIN."""
    identity = _id(visit)
    if identity is None:
        return _missing(visit)
    return _handed(visit, [keeping.hand_code(visit.station, identity)])


def _changed(visit: Visit, change: Callable[[AccountId], Account]) -> Response:
    """Change an account, and go back to the list; what is refused is said there."""
    identity = _id(visit)
    if identity is None:
        return _missing(visit)
    try:
        change(identity)
    except KioskError as error:
        return _page(visit, Shown(kept(visit.form), above=visit.fault_said(error)), 409)
    return RedirectResponse("/accounts", 303)


def _id(visit: Visit) -> AccountId | None:
    """Return the account in the address; None for one that is not there."""
    ids = {account.operator: account.id for account in keeping.listed(visit.station)}
    return ids.get(visit.path["account"])


def _missing(visit: Visit) -> Response:
    return visit.pages.page("start/refused.html", 404, refused=404, number="")
