"""The replay of one journal: leaves, tree and heads computed again, record by record.

1. Nothing in the row is trusted. A row that contradicts its own hash is named.
2. The tree is built from the stored hashes, so that one changed row does not hide the rest. If hashes were
   made to agree, the roots kept with later rows name the smallest part that disagrees, and the heads the
   interval since the last good one.
3. After a gap the tree can no longer be built; rows are still compared with their own hashes.
"""

from enum import Enum

from kiosk.domain.credential import is_same
from kiosk.domain.head import Head
from kiosk.domain.journal import LeafError
from kiosk.domain.merkle import HASH_BYTES, Frontier, leaf_hash
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase
from kiosk.service.evidence.verdict import Discovery, Trouble, span
from kiosk.service.words.translation import text
from kiosk.store.journal import Journal
from kiosk.store.journal_reading import Row, leaf_of


class Source(Enum):
    """Where a head was found, the easiest to forge first: its value depends on who could change it."""

    FILE = 0
    BESIDE = 1
    OUTSIDE = 2


_FOUND = {
    Source.FILE: text("in the file"),
    Source.BESIDE: text("beside the file, or in a later life"),
    Source.OUTSIDE: text("from outside"),
}


class Replay:
    """The replay of one journal. Feed it heads, then rows in order, then ask for the findings."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._heads: dict[int, list[tuple[bytes, Source]]] = {}
        self._frontier = Frontier()
        self._agreed = dict.fromkeys(Source, 0)
        self._is_tree_whole = True
        self._noted: list[tuple[Trouble, str, int, int]] = []
        self._latest: dict[tuple[Trouble, str], int] = {}
        self.size = 0

    def expect(self, head: Head, source: Source) -> None:
        """Compare the tree with this head once it has grown to its size."""
        self._heads.setdefault(head.size, []).append((head.root, source))

    def agreed(self, source: Source) -> int:
        """Return the size of the largest head from this source that the tree agreed with."""
        return self._agreed[source]

    def take(self, row: Row) -> None:
        """Process one more record."""
        if row.seq > self.size:
            self._note(Trouble.MISSING, self.size, row.seq - 1, "missing: removed from the file")
            self._is_tree_whole = False
        self.size = row.seq + 1
        stored = row.hash[:HASH_BYTES]
        try:
            hashed = leaf_hash(leaf_of(self._journal.life, row))
        except LeafError:
            hashed = b""
        if hashed != stored:
            self._note(Trouble.CHANGED, row.seq, row.seq, "changed: what is there is not what was hashed")
        if self._is_tree_whole:
            self._grow(row, stored)

    def close(self) -> tuple[Discovery, ...]:
        """Return all findings, after the last row."""
        largest = dict.fromkeys(Source, 0)
        for size, heads in self._heads.items():
            for _, source in heads:
                largest[source] = max(largest[source], size)
        if largest[Source.FILE] > self.size:
            last = largest[Source.FILE] - 1
            self._note(
                Trouble.MISSING, self.size, last, "missing: a head in this file has signed what is gone"
            )
        elsewhere = max(largest[Source.BESIDE], largest[Source.OUTSIDE])
        if elsewhere > max(self.size, largest[Source.FILE]):
            self._note(
                Trouble.LOST,
                self.size,
                elsewhere - 1,
                "not here: a newer head exists, so this is an older copy",
            )
        covered = max(self._agreed.values())
        if self._is_tree_whole and covered < self.size:
            self._note(Trouble.UNSIGNED, covered, self.size - 1, "not yet covered by any head")
        return self._told()

    def _grow(self, row: Row, stored: bytes) -> None:
        """Append to the tree, and compare it with the roots kept in the row and with the heads."""
        completed = self._frontier.completed(stored)
        if len(stored) != HASH_BYTES or len(row.hash) != len(completed):
            self._note(Trouble.CHANGED, row.seq, row.seq, "changed: its hash is cut short or too long")
            self._is_tree_whole = False
            return
        self._frontier = self._frontier.appended(stored)
        if completed != row.hash:
            level = next(
                level
                for level in range(len(completed) // HASH_BYTES)
                if completed[: (level + 1) * HASH_BYTES] != row.hash[: (level + 1) * HASH_BYTES]
            )
            first = row.seq + 1 - (1 << level)
            self._note(Trouble.REWRITTEN, first, row.seq, "rewritten, or the hashes kept with them were")
            self._is_tree_whole = False
            return
        for root, source in self._heads.get(self.size, ()):
            if is_same(root, self._frontier.root):
                self._agreed[source] = self.size
            elif self._is_tree_whole:
                # Heads can be forged along with the file: only a head at least as strong bounds the part.
                first = max(self._agreed[one] for one in Source if one.value >= source.value)
                head = Phrase("the head of {records}", records=counted(self.size, "record"))
                says = Phrase(
                    "rewritten: they disagree with {head} {where}", head=head, where=Phrase(_FOUND[source])
                )
                self._note(Trouble.REWRITTEN, min(first, self.size - 1), self.size - 1, says)
                self._is_tree_whole = False

    def _note(self, trouble: Trouble, first: int, last: int, says: str) -> None:
        """Note a finding; adjacent ones of the same kind are merged."""
        previous = self._latest.get((trouble, says))
        if previous is not None and self._noted[previous][3] == first - 1:
            self._noted[previous] = (trouble, says, self._noted[previous][2], last)
            return
        self._latest[trouble, says] = len(self._noted)
        self._noted.append((trouble, says, first, last))

    def _told(self) -> tuple[Discovery, ...]:
        life = self._journal.life
        return tuple(
            Discovery(
                trouble,
                Phrase(
                    "life {life}: {records} {says}",
                    life=life.id.hex()[:8],
                    records=span(first, last),
                    says=Phrase(says),
                ),
                life,
                first,
                last,
            )
            for trouble, says, first, last in self._noted
        )
