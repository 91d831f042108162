"""The sealing keys: epochs, their secrets and states, and the keys derived for single series.

1. An epoch secret is 32 random bytes, derived from nothing; it seals in every series of its epoch.
2. Exactly one epoch is `sealing`; a `closed` one is compromised and stays closed.
3. A desk gets the key of its own series, a gate at most those that policy lets it check: never a secret.
4. Whose life a seal is from, the credential does not say: each life that has its series is tried.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kiosk.domain.clock import RandomBytes
from kiosk.domain.credential import (
    EPOCHS,
    KEY_BYTES,
    Credential,
    Series,
    credential_hash,
    hkdf,
    is_same,
    is_sealed,
    issue,
    printed,
    series_key,
    series_of,
)
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import LifeId
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
    series: Series
    key: bytes = field(repr=False)


Lives = Mapping[int, Sequence[Series]]
"""The known lives of each series, by its number: one, or several where they drew the same by chance."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A badge as the list has it, whose credential is wanted again."""

    epoch: int
    number: BadgeNumber
    credential_hash: bytes


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

    @property
    def tombstone_key(self) -> bytes | None:
        """The event's key for the marks of erased people; None without the secret of its first epoch.

        It stays the same when a new epoch begins, or the first one is closed.
        """
        first = min(self.epochs, key=lambda epoch: epoch.number, default=None)
        if first is None or first.secret is None:
            return None
        return hkdf(first.secret, self.event, b"kiosk/v1/tombstone", KEY_BYTES)

    def epoch_state(self, epoch: int) -> EpochState | None:
        """Return the state of an epoch; None for one that this station does not know."""
        return next((known.state for known in self.epochs if known.number == epoch), None)

    def key(self, epoch: int, series: Series) -> bytes | None:
        """Return the key of a series, derived here or handed over; None if this station has none."""
        for known in self.epochs:
            if known.number == epoch and known.secret is not None:
                return series_key(known.secret, self.event, epoch, series)
        return next((one.key for one in self.derived if (one.epoch, one.series) == (epoch, series)), None)

    def issue(self, number: BadgeNumber, life: LifeId) -> str:
        """Seal a badge number in the present epoch and return its credential; see `issue_all`."""
        (credential,) = self.issue_all((number,), life)
        return credential

    def issue_all(self, numbers: Sequence[BadgeNumber], life: LifeId) -> list[str]:
        """Seal badge numbers of a life in the present epoch; return their credentials, in the same order.

        Raises:
            KioskError: this station has no key for the series of one of them.
        """
        epoch = self.sealing_epoch
        keys: dict[int, bytes] = {}  # deriving a key takes longer than sealing with it
        for series in {series_of(number) for number in numbers}:
            key = None if epoch is None else self.key(epoch, Series(series, life))
            if key is None:
                raise KioskError(
                    "this station cannot seal badges of series {series}",
                    "print at a desk that holds the keys, or restore them with `kiosk keys restore`",
                    series=series,
                )
            keys[series] = key
        return [issue(keys[series_of(number)], self.event, epoch or 0, number) for number in numbers]

    def check(self, credential: Credential, lives: Lives) -> SealCheck:
        """Check the seal of a credential that is not on the list, with this station's keys.

        A seal of a series that no known life has may be of a life that this station never heard of, so it
        is called broken only in the epoch that this station seals in itself.
        """
        number = series_of(credential.number)
        known = lives.get(number, ())
        candidates = [*known, Series(number, None)]
        keys = [key for one in candidates if (key := self.key(credential.epoch, one)) is not None]
        if any(is_sealed(credential, key, self.event) for key in keys):
            return SealCheck.VALID
        is_own = bool(known) or (self.has_secrets and credential.epoch == self.sealing_epoch)
        return SealCheck.BROKEN if keys and is_own else SealCheck.UNCHECKED

    def reissue(self, badge: Issued, lives: Lives) -> str:
        """Return the credential of an issued badge again; see `reissue_all`."""
        (credential,) = self.reissue_all((badge,), lives)
        return credential

    def reissue_all(self, badges: Sequence[Issued], lives: Lives) -> list[str]:
        """Return the credentials of badges again, since they are stored nowhere, in the same order.

        The list decides: of the lives that have a badge's series, the one whose seal gives the listed hash.

        Args:
            badges: as the list has them.
            lives: the known lives of each series.

        Raises:
            KioskError: this station has no key for the series and epoch of one of them, or other keys than it
                was sealed with.
        """
        wanted = {(badge.epoch, series_of(badge.number)) for badge in badges}
        keys = {(epoch, series): self._keys(epoch, series, lives) for epoch, series in wanted}
        return [self._again(badge, keys[badge.epoch, series_of(badge.number)]) for badge in badges]

    def _keys(self, epoch: int, series: int, lives: Lives) -> list[bytes]:
        found = [self.key(epoch, one) for one in lives.get(series, (Series(series, None),))]
        keys = [key for key in found if key is not None]
        if not keys:
            raise KioskError(
                "this station has no key for series {series} of epoch {epoch}",
                "print at the desk that issued the badge, or restore its keys",
                series=series,
                epoch=epoch,
            )
        return keys

    def _again(self, badge: Issued, keys: Sequence[bytes]) -> str:
        for key in keys:
            credential = issue(key, self.event, badge.epoch, badge.number)
            if is_same(credential_hash(credential), badge.credential_hash):
                return credential
        raise KioskError(
            "badge {number} was sealed with other keys than those of this station",
            "restore the right keys with `kiosk keys restore`; nothing was printed",
            number=printed(badge.number),
        )


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


def hand_over(keyring: Keyring, series: Iterable[Series]) -> Keyring:
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
                    one=one.number,
                    number=epoch.number,
                )
            derived.append(SeriesKey(epoch.number, one, key))
    return Keyring(
        keyring.event, tuple(replace(epoch, secret=None) for epoch in keyring.epochs), tuple(derived)
    )


def _numbers(epochs: tuple[Epoch, ...]) -> str:
    return ", ".join(str(epoch.number) for epoch in epochs)
