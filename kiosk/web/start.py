"""Logging in and out, a locked page, the first account, a code that works once, one's own password."""

from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kiosk.domain.event import Gate
from kiosk.domain.roles import Action, NotAllowedError
from kiosk.service.accounts import codes, keeping, sessions
from kiosk.service.accounts.choosing import ChoiceError
from kiosk.service.accounts.codes import Redeemed
from kiosk.service.accounts.keeping import LANGUAGES
from kiosk.service.accounts.naming import Claimed, named, with_badge, with_id
from kiosk.service.accounts.proving import Claim, Place, Proof, Refusal, at_gate
from kiosk.service.accounts.sessions import Entered
from kiosk.store.accounts import AccountId
from kiosk.web.cookie import forget, remember
from kiosk.web.forms import BLANK, Shown, choice_of, kept, refusal_said, shown_again
from kiosk.web.visit import Visit

LANGUAGE_NAMES = dict(zip(LANGUAGES, ("Français", "English", "Türkçe", "العربية"), strict=True))


def home(visit: Visit) -> Response:
    """Lead to what the viewer may do."""
    if visit.start_again is not None:
        return RedirectResponse("/doors", 303)
    if visit.viewer.post:
        return RedirectResponse(f"/gate/{visit.viewer.post}", 303)
    actor = visit.viewer.actor
    language = visit.viewer.language
    gates = visit.station.event().gates if actor.may(Action.SCAN) else ()
    return visit.pages.page(
        "start/home.html",
        viewer=visit.viewer,
        gates=[(gate.id, gate.name.get(language, gate.name["fr"])) for gate in gates],
        opens_posts=actor.may(Action.OPEN_POST),
        settles=actor.may(Action.OVERRIDE),
        keeps_accounts=actor.may(Action.KEEP_ACCOUNTS),
        languages=LANGUAGE_NAMES,
    )


def ask_login(visit: Visit) -> Response:
    """Ask who it is; on a station that has no account yet, lead to its first one."""
    if visit.start_again is not None and visit.browser.is_here:
        return RedirectResponse("/doors", 303)
    if visit.browser.is_here and codes.is_new(visit.station):
        return RedirectResponse("/start", 303)
    return _form_page(visit, "login", Shown(visit.query))


def log_in(visit: Visit) -> Response:
    """Log somebody in, by name and password."""
    who = named(visit.station, visit.form.get("name", ""))
    claim = Claim(who, Proof.PASSWORD, visit.form.get("password", ""), visit.place, "login")
    return _entered(visit, claim, "login")


def stand(visit: Visit) -> Response:
    """Say whose page this still is; a page asks again and again, and is answered 423 once it is locked."""
    return PlainTextResponse(visit.viewer.account)


def unlock(visit: Visit) -> Response:
    """Go on with a locked page, by its own person: with the password, or with badge and PIN."""
    if not visit.viewer.account:
        return RedirectResponse("/login", 303)
    owner = with_id(visit.station, AccountId(bytes.fromhex(visit.viewer.account)))
    claim = _by_badge_or_password(visit, owner, visit.place, "unlock")
    is_owner = claim.who.account is not None and claim.who.account == owner.account
    if not is_owner:  # somebody else's badge opens nothing here, and says no more than a wrong PIN
        claim = Claim(Claimed(None, owner.counted), claim.proof, claim.secret, claim.place, claim.act)
    return _entered(visit, claim, "locked")


def _by_badge_or_password(visit: Visit, who: Claimed, place: Place, act: str) -> Claim:
    """Return the claim of a form: a badge with its PIN where a badge was scanned, else a password."""
    badge = visit.form.get("badge", "").strip()
    if badge:
        return Claim(with_badge(visit.station, badge), Proof.PIN, visit.form.get("pin", ""), place, act)
    return Claim(who, Proof.PASSWORD, visit.form.get("password", ""), place, act)


def _entered(visit: Visit, claim: Claim, page: str) -> Response:
    """Begin the session that a form asks for, and go on where its person was; or show the form again."""
    tried = sessions.log_in(visit.station, visit.passwords, claim, visit.browser.token)
    if isinstance(tried, Refusal):
        return _refused(visit, page, tried)
    return remember(RedirectResponse(local(visit.form.get("next", "/")), 303), tried.token)


def _refused(visit: Visit, page: str, refusal: Refusal) -> Response:
    status = 429 if refusal.wait_s else 401
    shown = Shown(kept(visit.form), above=refusal_said(visit.pages.say, refusal))
    return _form_page(visit, page, shown, status)


def _form_page(visit: Visit, page: str, shown: Shown, status: int = 200) -> Response:
    return visit.pages.page(
        f"start/{page}.html", status, shown=shown, viewer=visit.viewer, languages=LANGUAGE_NAMES
    )


def local(path: str) -> str:
    """Return an address of this station to go on to; the first page for what leads elsewhere."""
    parts = urlsplit(path.replace("\\", "/"))
    is_local = path.startswith("/") and not path.startswith("//") and not parts.scheme and not parts.netloc
    return path if is_local and path.isprintable() else "/"


def log_out(visit: Visit) -> Response:
    """End the session of this browser."""
    sessions.log_out(visit.station, visit.browser.token)
    return forget(RedirectResponse("/login", 303))


def ask_start(visit: Visit) -> Response:
    """Ask for the setup code, and for the first account; on the station's own computer alone."""
    if not visit.browser.is_here:
        return _form_page(visit, "only_here", BLANK, 403)
    return _form_page(visit, "start", Shown(visit.query))


def begin(visit: Visit) -> Response:
    """Make the first account."""
    if not visit.browser.is_here:
        return _form_page(visit, "only_here", BLANK, 403)
    return _redeemed(visit, "start")


def ask_code(visit: Visit) -> Response:
    """Ask for the code with which an account begins."""
    return _form_page(visit, "code", BLANK)


def use_code(visit: Visit) -> Response:
    """Give an account the password and the PIN that its owner chose."""
    return _redeemed(visit, "code")


def _redeemed(visit: Visit, page: str) -> Response:
    form = visit.form
    try:
        told = Redeemed(
            form.get("code", ""),
            choice_of(form),
            form.get("name", ""),
            visit.viewer.language,
            is_first=page == "start",
        )
        done = codes.redeem(visit.station, visit.passwords, told, visit.place)
    except ChoiceError as error:
        return _form_page(visit, page, shown_again(form, visit.pages.say, error), 422)
    if isinstance(done, Refusal):
        return _refused(visit, page, done)
    return remember(RedirectResponse("/", 303), done.token)


def ask_me(visit: Visit) -> Response:
    """Ask for another password."""
    return _form_page(visit, "me", BLANK)


def choose_anew(visit: Visit) -> Response:
    """Give an account another password, and another PIN if one was typed; by its owner."""
    who = with_id(visit.station, AccountId(bytes.fromhex(visit.viewer.account)))
    claim = Claim(who, Proof.PASSWORD, visit.form.get("present", ""), visit.place, "chosen")
    token = sessions.hash_of(visit.browser.token)
    try:
        done = keeping.choose_anew(visit.station, visit.passwords, claim, choice_of(visit.form), token)
    except ChoiceError as error:
        return _form_page(visit, "me", shown_again(visit.form, visit.pages.say, error), 422)
    return _refused(visit, "me", done) if isinstance(done, Refusal) else RedirectResponse("/", 303)


def set_language(visit: Visit) -> Response:
    """Show the pages of this account in another language from now on."""
    identity = AccountId(bytes.fromhex(visit.viewer.account))
    keeping.set_language(visit.station, identity, visit.form.get("language", ""))
    return RedirectResponse(local(visit.form.get("next", "/")), 303)


def ask_post(visit: Visit) -> Response:
    """Ask who makes this browser the screen of a gate."""
    return _post_page(visit, BLANK)


def open_post(visit: Visit) -> Response:
    """Make this browser the screen of a gate: it belongs to no person from now on, and never locks."""
    gate = visit.path["gate"]
    if _gate(visit) is None:
        return _post_page(visit, BLANK)
    who = named(visit.station, visit.form.get("name", ""))
    claim = _by_badge_or_password(visit, who, at_gate(gate), "post")
    try:
        tried = sessions.log_in(visit.station, visit.passwords, claim, visit.browser.token, gate)
    except NotAllowedError:
        above = visit.pages.say("Only a supervisor opens the screen of a gate.")
        return _post_page(visit, Shown(kept(visit.form), above=above), 403)
    if isinstance(tried, Entered):
        return remember(RedirectResponse(f"/gate/{gate}", 303), tried.token)
    above = refusal_said(visit.pages.say, tried)
    return _post_page(visit, Shown(kept(visit.form), above=above), 429 if tried.wait_s else 401)


def _gate(visit: Visit) -> Gate | None:
    return next((gate for gate in visit.station.event().gates if gate.id == visit.path["gate"]), None)


def _post_page(visit: Visit, shown: Shown, status: int = 200) -> Response:
    gate = _gate(visit)
    if gate is None:
        return visit.pages.page("start/refused.html", 404, refused=404, number="")
    name = gate.name.get(visit.viewer.language, gate.name["fr"])
    return visit.pages.page("start/post.html", status, shown=shown, gate=gate.id, name=name)
