"""The errors that a user is meant to read."""


class KioskError(Exception):
    """A broken world: something that an expected outcome cannot express.

    Args:
        message: What is wrong, in one line, naming the thing that is wrong.
        hint: What to do about it, or "" where nothing is known.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
