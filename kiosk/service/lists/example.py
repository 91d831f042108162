"""The example list: the head of a list to fill in, as saved by French Excel."""

import csv
from pathlib import Path

from kiosk.domain.errors import KioskError

COLUMNS = (
    "external_id", "title", "given_name", "family_name", "name_native", "organisation", "position", "country",
    "delegation", "category", "zones", "days", "language", "photo_file", "email", "phone", "notes",
)  # fmt: skip
"""The known columns that most lists need."""


def write_example(path: Path) -> bool:
    """Write the head of a list, with `;` between its columns; False if the file already exists.

    There is no example row: people who fill in a list forget to remove it, and print its badge.

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
