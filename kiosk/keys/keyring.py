"""The sealing keys: epochs, their secrets and states, and the keys derived for single series.

1. An epoch secret is 32 random bytes, derived from nothing; it seals in every series of its epoch.
2. Exactly one epoch is `sealing`; a `closed` one is compromised and stays closed.
3. A desk gets the key of its own series, a gate at most those that policy lets it check: never a secret.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kiosk.domain.clock import RandomBytes
from kiosk.domain.credential import EPOCHS, KEY_BYTES, Credential, is_sealed, issue, series_key, series_of
from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeNumber, EpochState, EventId, SealCheck


@dataclass(frozen=True, slots=True)
class Epoch:
    """One key epoch as this station knows it; `secret` is None if it holds only derived keys."""

    number: int
    state: EpochState
    secret: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """The key of one series in one epoch, derived elsewhere and handed to this station."""

    epoch: int
    series: int
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys with which a station seals and checks; never shown in a repr."""

    event: EventId
    epochs: tuple[Epoch, ...]
    derived: tuple[SeriesKey, ...] = ()

    @property
    def sealing_epoch(self) -> int | None:
        """The epoch in which new badges are sealed; None if this station knows none."""
        return next((epoch.number for epoch in self.epochs if epoch.state is EpochState.SEALING), None)

    @property
    def has_secrets(self) -> bool:
        """Whether any epoch secret is here; never true in a gate's folder."""
        return any(epoch.secret is not None for epoch in self.epochs)

    def epoch_state(self, epoch: int) -> EpochState | None:
        """Return the state of an epoch; None for one that this station does not know."""
        return next((known.state for known in self.epochs if known.number == epoch), None)

    def key(self, epoch: int, series: int) -> bytes | None:
        """Return the key of a series, derived here or handed over; None if this station has none."""
        for known in self.epochs:
            if known.number == epoch and known.secret is not None:
                return series_key(known.secret, self.event, epoch, series)
        return next((one.key for one in self.derived if (one.epoch, one.series) == (epoch, series)), None)

    def issue(self, number: BadgeNumber) -> str:
        """Seal a badge number in the present epoch and return its credential; see `issue_all`."""
        (credential,) = self.issue_all((number,))
        return credential

    def issue_all(self, numbers: Sequence[BadgeNumber]) -> list[str]:
        """Seal badge numbers in the present epoch and return their credentials, in the same order.

        Raises:
            KioskError: this station has no key for the series of one of them.
        """
        epoch = self.sealing_epoch
        keys: dict[int, bytes] = {}  # deriving a key takes longer than sealing with it
        for series in {series_of(number) for number in numbers}:
            key = None if epoch is None else self.key(epoch, series)
            if key is None:
                raise KioskError(
                    "this station cannot seal badges of series {series}",
                    "print at a desk that holds the keys, or restore them with `kiosk keys restore`",
                    series=series,
                )
            keys[series] = key
        return [issue(keys[series_of(number)], self.event, epoch or 0, number) for number in numbers]

    def check(self, credential: Credential) -> SealCheck:
        """Check a seal with this station's keys."""
        key = self.key(credential.epoch, series_of(credential.number))
        if key is None:
            return SealCheck.UNCHECKED
        return SealCheck.VALID if is_sealed(credential, key, self.event) else SealCheck.BROKEN

    def reissue(self, epoch: int, number: BadgeNumber) -> str:
        """Return the credential of a badge sealed in `epoch` again; see `reissue_all`."""
        (credential,) = self.reissue_all(((epoch, number),))
        return credential

    def reissue_all(self, badges: Sequence[tuple[int, BadgeNumber]]) -> list[str]:
        """Return the credentials of badges again, since they are stored nowhere, in the same order.

        Args:
            badges: numbers, each with the epoch that it was sealed in.

        Raises:
            KioskError: this station has no key for the series and epoch of one of them.
        """
        keys: dict[tuple[int, int], bytes] = {}
        for epoch, series in {(epoch, series_of(number)) for epoch, number in badges}:
            key = self.key(epoch, series)
            if key is None:
                raise KioskError(
                    "this station has no key for series {series} of epoch {epoch}",
                    "print at the desk that issued the badge, or restore its keys",
                    series=series,
                    epoch=epoch,
                )
            keys[epoch, series] = key
        return [issue(keys[epoch, series_of(number)], self.event, epoch, number) for epoch, number in badges]


def new_keyring(event: EventId, random: RandomBytes) -> Keyring:
    """Make the keyring of a new event: epoch 0, sealing."""
    return Keyring(event, (Epoch(0, EpochState.SEALING, random(KEY_BYTES)),))


def next_epoch(keyring: Keyring, random: RandomBytes) -> Keyring:
    """Begin another epoch; the previous one stays open.

    Raises:
        KioskError: all sixteen epochs are used up.
    """
    number = max(epoch.number for epoch in keyring.epochs) + 1
    if number >= EPOCHS:
        raise KioskError("all sixteen key epochs are used up", "the event needs a new id: ask the supplier")
    earlier = tuple(
        replace(epoch, state=EpochState.OPEN) if epoch.state is EpochState.SEALING else epoch
        for epoch in keyring.epochs
    )
    return replace(keyring, epochs=(*earlier, Epoch(number, EpochState.SEALING, random(KEY_BYTES))))


def close_epoch(keyring: Keyring, number: int) -> Keyring:
    """Declare an epoch compromised: every badge sealed in it reads as revoked.

    Raises:
        KioskError: it is unknown, or still the sealing one.
    """
    if keyring.epoch_state(number) is None:
        raise KioskError(
            "there is no key epoch {number}",
            "known: {epochs}",
            number=number,
            epochs=_numbers(keyring.epochs),
        )
    if keyring.sealing_epoch == number:
        raise KioskError(
            "key epoch {number} still seals new badges", "begin the next epoch first", number=number
        )
    return replace(
        keyring,
        epochs=tuple(
            replace(epoch, state=EpochState.CLOSED) if epoch.number == number else epoch
            for epoch in keyring.epochs
        ),
    )


def hand_over(keyring: Keyring, series: Iterable[int]) -> Keyring:
    """Return the keyring for another station: states, and derived keys for these series; no secret.

    Raises:
        KioskError: this keyring cannot derive one of them.
    """
    wanted = tuple(series)
    derived = []
    for epoch in keyring.epochs:
        if epoch.state is EpochState.CLOSED:
            continue
        for one in wanted:
            key = keyring.key(epoch.number, one)
            if key is None:
                raise KioskError(
                    "this station has no key for series {one} of epoch {number}",
                    "hand keys over from the station that made them",
                    one=one,
                    number=epoch.number,
                )
            derived.append(SeriesKey(epoch.number, one, key))
    return Keyring(
        keyring.event, tuple(replace(epoch, secret=None) for epoch in keyring.epochs), tuple(derived)
    )


def _numbers(epochs: tuple[Epoch, ...]) -> str:
    return ", ".join(str(epoch.number) for epoch in epochs)
