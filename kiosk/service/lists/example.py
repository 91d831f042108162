"""The example list: the head of a list to fill in, as French Excel saves one."""

import csv
from pathlib import Path

from kiosk.domain.errors import KioskError

COLUMNS = (
    "external_id", "title", "given_name", "family_name", "name_native", "organisation", "position", "country",
    "delegation", "category", "zones", "days", "language", "photo_file", "email", "phone", "notes",
)  # fmt: skip
"""The columns that most lists need, of those that an import knows."""


def write_example(path: Path) -> bool:
    """Write the head of a list, `;` between its columns; False where there is such a file already.

    There is no example row: whoever fills a list in forgets to take it out, and prints its badge.

    Raises:
        KioskError: it cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerow(COLUMNS)
    except FileExistsError:
        return False
    except OSError as error:
        raise KioskError(
            "{path} cannot be written: {strerror}",
            "choose another folder",
            path=path,
            strerror=error.strerror,
        ) from error
    return True
