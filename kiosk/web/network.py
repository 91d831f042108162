"""The page of the network: by which address a telephone finds the station, and how it comes to trust it."""

from http import HTTPStatus

from starlette.responses import Response

from kiosk.service.posts.square_code import square_code
from kiosk.web.visit import Visit


def show(visit: Visit) -> Response:
    """Show the addresses, the fingerprint, and the address as a code to hold a telephone before."""
    reach = visit.reach
    code = None if reach is None else square_code(f"{reach.addresses[0]}ca.crt")
    return visit.pages.page("start/network.html", reach=reach, code=code)


def authority(visit: Visit) -> Response:
    """Send the certificate that telephones are to trust; it is no secret."""
    if visit.reach is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    headers = {"Content-Disposition": 'attachment; filename="kiosk-ca.crt"'}
    return Response(visit.reach.authority, media_type="application/x-x509-ca-cert", headers=headers)
