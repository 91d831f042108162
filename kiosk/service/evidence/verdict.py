"""The verdict of a verification: its findings, what each is about, and the exit code.

0: complete and intact. 3: what is there is consistent, but records are missing at the end or unsigned, or the
signer was not confirmed. 4: tampered with. docs/threats.md says what each can and cannot prove.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.journal import Life
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase

WHOLE, OPEN, TAMPERED = 0, 3, 4


class Trouble(StrEnum):
    """The kind of a finding; the last two mean incompleteness, the others tampering."""

    CHANGED = "changed"
    MISSING = "missing"
    REWRITTEN = "rewritten"
    HEAD = "head"
    KEY = "key"
    GUARD = "guard"
    FILE = "file"
    UNSIGNED = "unsigned"
    LOST = "lost"

    @property
    def is_tampering(self) -> bool:
        """Whether something must have been changed, rather than being absent."""
        return self not in (Trouble.UNSIGNED, Trouble.LOST)


@dataclass(frozen=True, slots=True)
class Discovery:
    """One thing that is wrong.

    Attributes:
        life: the journal concerned; None for the file as a whole.
        first: the first record concerned; None if there is none.
        last: the last one.
        says: the finding as a sentence.
    """

    trouble: Trouble
    says: str
    life: Life | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What is known about one journal.

    Attributes:
        size: records read.
        signed: records that a head in the file signs with the journal's own key.
        vouched: records for which a head from outside the file vouches.
        public: the key that the journal names in its record 0; b"" if that could not be read.
        is_confirmed: whether something outside the file confirms that this is the station's key.
    """

    life: Life
    size: int
    signed: int
    vouched: int
    public: bytes
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that a verification found."""

    accounts: tuple[Account, ...]
    findings: tuple[Discovery, ...] = ()

    @property
    def exit_code(self) -> int:
        """0, 3 or 4; see the top of this module."""
        if any(finding.trouble.is_tampering for finding in self.findings):
            return TAMPERED
        is_confirmed = all(account.is_confirmed for account in self.accounts)
        return WHOLE if is_confirmed and self.accounts and not self.findings else OPEN

    @property
    def lines(self) -> tuple[str, ...]:
        """The verdict in sentences, findings first."""
        return (*(finding.says for finding in self.findings), *map(_account, self.accounts))


def _account(account: Account) -> str:
    name = account.life.id.hex()[:8]
    doubt = Phrase("a key that nobody has confirmed (--key, --fingerprint)")
    signer = Phrase("a confirmed key") if account.is_confirmed else doubt
    by = (
        Phrase("{signed} signed by {signer}", signed=account.signed, signer=signer)
        if account.signed
        else Phrase("none signed")
    )
    if account.vouched:
        outside = Phrase(
            "a head from outside the file vouches for records 0 to {vouched}", vouched=account.vouched - 1
        )
    else:
        outside = Phrase("nothing outside the file vouches for any (--head)")
    return Phrase(
        "life {name}: {records}, {by}; {outside}",
        name=name,
        records=counted(account.size, "record"),
        by=by,
        outside=outside,
    )


def span(first: int, last: int) -> str:
    """Name a record or a range of records."""
    return (
        Phrase("record {first}", first=first)
        if first == last
        else Phrase("records {first} to {last}", first=first, last=last)
    )
