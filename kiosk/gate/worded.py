"""The signs of a gate: each face in words, with what is read from the station for it."""

from dataclasses import replace
from shutil import disk_usage

from kiosk.domain.model import Admitted
from kiosk.gate.faces import Decided, Looked, Plain, Ready, TurnedBack, plain_sign
from kiosk.gate.post import Post
from kiosk.service.admission.bearer import bearer
from kiosk.service.words.sign import Bearer, Reads, Sign


def sign_of(face: Plain | Decided | Looked | TurnedBack, post: Post) -> Sign:
    """Return the sign of a face at a post. Raises StoreError if the person cannot be read."""
    signs, direction = post.signs, post.admission.checkpoint.direction
    match face:
        case Decided(admitted, is_misread=True):
            return signs.misread(admitted)
        case Decided(admitted):
            return signs.admitted(admitted, _bearer(admitted, post))
        case Looked(admitted):
            return signs.looked(admitted, _bearer(admitted, post))
        case TurnedBack(admitted):
            return signs.turned_back(direction, _bearer(admitted, post))
        case _:
            return plain_sign(face, signs, direction)


def ready_sign(face: Ready, post: Post, reads: Reads) -> tuple[Sign, tuple[str, ...]]:
    """Return the sign that the next person may come, and the station's current warnings by their names.

    Raises:
        StoreError: the station's file cannot be read.
    """
    signs, noticed = post.signs, post.admission.warnings()
    sign = signs.ready(noticed, reads)
    names: tuple[str, ...] = noticed
    if disk_usage(post.station.database.path.parent).free < post.min_free_disk:
        sign = replace(sign, warnings=(*sign.warnings, signs.disk_low()))
        names += ("disk_low",)
    if not face.has_scanner:
        sign = replace(sign, warnings=(*sign.warnings, signs.scanner_gone()))
        names += ("scanner_gone",)
    return sign, names


def _bearer(admitted: Admitted, post: Post) -> Bearer | None:
    return bearer(post.station, post.admission.event, admitted.subject, post.signs.language)
