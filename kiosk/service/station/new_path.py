"""The path of a file to be made: refused before any work where it would become something else.

A stick that is not plugged in is no folder, and its name must not become a file on the disk.
"""

from pathlib import Path

from kiosk.domain.errors import KioskError


def refuse_mistaken(file: Path | None, like: str) -> None:
    """Refuse a path that is a folder, that looks like one, or whose folder is not there.

    Args:
        file: what is to be made; None for nothing.
        like: a name that would do, such as `badges.pdf`.

    Raises:
        KioskError: with what to do about it.
    """
    if file is None:
        return
    if file.is_dir():
        raise KioskError(
            "{file} is a folder", "name the file to make in it: {file2}", file=file, file2=file / like
        )
    if file.exists():
        return  # for those who know whether it may be written over
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
