"""The cookie of a session, and the language of who has none.

The cookie is Secure, HttpOnly, SameSite=Strict and bound to this host; browsers take it on http://127.0.0.1
too, which never leaves the computer.
"""

from starlette.requests import Request
from starlette.responses import Response

from kiosk.service.accounts.keeping import LANGUAGES

COOKIE = "__Host-kiosk"


def language_of(request: Request) -> str:
    """Return the language of somebody who is not logged in: asked for in the address, or by the browser."""
    asked = request.query_params.get("language", "")
    accepted = request.headers.get("accept-language", "")
    for wish in (asked, *(part.split(";")[0].strip().lower() for part in accepted.split(","))):
        if wish.split("-")[0] in LANGUAGES:
            return wish.split("-")[0]
    return LANGUAGES[0]


def remember(answer: Response, token: str) -> Response:
    """Return an answer that makes the browser show this cookie from now on."""
    answer.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="strict")
    return answer


def forget(answer: Response) -> Response:
    """Return an answer that makes the browser forget its cookie."""
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    return answer
