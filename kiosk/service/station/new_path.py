"""The path of a file to be made: refused before any work if it would become something else.

The folder of a stick that is not plugged in does not exist, and must not become a file on the disk.
"""

from pathlib import Path

from kiosk.domain.errors import KioskError


def refuse_mistaken(file: Path | None, like: str) -> None:
    """Refuse a path that is a folder, looks like one, or whose folder does not exist.

    Args:
        file: the file to be made; None for none.
        like: an example of a good name, such as `badges.pdf`.

    Raises:
        KioskError: it says what to do.
    """
    if file is None:
        return
    if file.is_dir():
        raise KioskError(
            "{file} is a folder", "name the file to make in it: {file2}", file=file, file2=file / like
        )
    if file.exists():
        return  # the caller knows whether it may be overwritten
    if not file.suffix:
        hint = f"plug the stick in and name the file too: {file / like}; or give the file its ending"
        raise KioskError(
            "there is no folder {file}, and a file's name has an ending, like {like}",
            hint,
            file=file,
            like=like,
        )
    if not file.parent.is_dir():
        raise KioskError(
            "there is no folder {parent}", "make it, or plug the stick in, and try again", parent=file.parent
        )
