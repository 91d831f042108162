"""The first page that a browser is sent to: for a station without an account, the one that makes the first.

The setup code goes with it, so that whoever clicked an icon need not look for it. It stands in a file that
only this user can read: everybody on the computer can read the arguments of a program.
"""

import os
from pathlib import Path

from kiosk.cli import child

ENTRANCE = "entrance.html"
_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>Kiosk</title>
"""


def first_page(address: str, word: str, file: Path) -> str:
    """Return where a browser is to begin.

    Args:
        address: of the pages.
        word: what the pages said last.
        file: made if there is a setup code to hand over.
    """
    said, _, code = word.partition(" ")
    if said != child.NEW or not code:
        return address
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as page:
        page.write(_PAGE.format(address=f"{address}start?code={code}"))
    return file.resolve().as_uri()
