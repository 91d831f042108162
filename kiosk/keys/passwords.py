"""Passwords and PINs: their hashes, and which ones the whole world tries first.

1. argon2id with 19 MiB, two passes and one lane (OWASP's second choice, 2026): some 40 ms of one core.
2. Two hashes at a time in a process, so that logins leave a core to gates; a few wait, more are refused.
3. A login of nobody takes as long as one with a wrong password: it is compared with a hash of nothing.
4. No text that is hashed gets into an error or a log.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.domain.clock import RandomBytes
from kiosk.domain.errors import KioskError

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
AT_ONCE = 2
"""Hashes at a time."""
WAITING = 2
"""How many may wait for their turn."""
_SALT_BYTES = 16
_GUESSABLE_LOG10 = 6.0
"""A password that takes fewer guesses than ten to the power of this is refused."""
_RATED = 72
"""Characters that are rated; a longer one is good enough by its beginning, or too slow to rate."""


class BusyError(KioskError):
    """Too many logins at a time; this one was not looked at."""


class Passwords:
    """Hashes and compares. One for a process, shared by its threads.

    Args:
        random: draws the salts.
    """

    def __init__(self, random: RandomBytes) -> None:
        self._random = random
        self._hasher = PasswordHasher(
            time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, salt_len=_SALT_BYTES, type=Type.ID
        )
        self._turns = BoundedSemaphore(AT_ONCE)
        self._admitted = BoundedSemaphore(AT_ONCE + WAITING)
        self._counting = Lock()
        self._running = 0
        self.most_at_once = 0
        """The most hashes that ever ran at a time."""
        self.ran = 0
        """How many hashes ran."""
        self._nothing = self._hasher.hash(random(_SALT_BYTES), salt=random(_SALT_BYTES))

    def hash(self, secret: str) -> str:
        """Return the hash of a password or a PIN, with its salt and parameters (PHC string).

        Raises:
            BusyError: too many are waiting.
        """
        with self._turn():
            return self._hasher.hash(secret, salt=self._random(_SALT_BYTES))

    def matches(self, hashed: str | None, secret: str) -> bool:
        """Say whether a secret has this hash; for None no secret has, which takes as long to find out.

        Raises:
            BusyError: too many are waiting.
        """
        with self._turn():
            try:
                return self._hasher.verify(hashed or self._nothing, secret) and hashed is not None
            except (VerificationError, InvalidHashError):
                return False

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for one of the turns, or refuse where too many wait already."""
        if not self._admitted.acquire(blocking=False):
            raise BusyError("too many people log in at this moment", "try again in a few seconds")
        try:
            with self._turns:
                with self._counting:
                    self._running += 1
                    self.ran += 1
                    self.most_at_once = max(self.most_at_once, self._running)
                try:
                    yield
                finally:
                    with self._counting:
                        self._running -= 1
        finally:
            self._admitted.release()


def is_guessable(password: str, words: Iterable[str]) -> bool:
    """Say whether a password is among the first that the world tries, or follows from some words."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - only who chooses a password waits for its lists

    rated = zxcvbn(password[:_RATED], user_inputs=list(words))
    return float(rated["guesses_log10"]) < _GUESSABLE_LOG10
