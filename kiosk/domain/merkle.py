"""The Merkle tree of RFC 6962, section 2.1: its hashes, its frontier and its proofs.

1. A tree of n leaves splits at the largest power of two below n.
2. Leaves and nodes are hashed apart (0x00, 0x01), so that none passes for the other.
3. The caller of a proof supplies `Roots`, the root of any range of leaves, stored anywhere.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hmac import compare_digest

HASH_BYTES = 32

Roots = Callable[[int, int], bytes]
"""(start, end) -> root of the leaves from start up to, not including, end; the range is never empty."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return SHA-256(0x00 || leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that appending needs: the roots of the complete subtrees that make up the tree.

    Attributes:
        size: number of leaves.
        roots: one hash of 32 bytes for each bit set in `size`, largest subtree first, concatenated.
    """

    size: int = 0
    roots: bytes = b""

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.roots) != HASH_BYTES * self.size.bit_count():
            raise ValueError("a frontier has one root for each bit of its size")

    def completed(self, hashed: bytes) -> bytes:
        """Return the roots of all the subtrees that one more leaf completes, itself first, concatenated."""
        size, end, node = self.size, len(self.roots), hashed
        completed = hashed
        while size & 1:
            node = node_hash(self.roots[end - HASH_BYTES : end], node)
            completed += node
            end -= HASH_BYTES
            size >>= 1
        return completed

    def appended(self, hashed: bytes) -> "Frontier":
        """Return the frontier after one more leaf, given its `leaf_hash`."""
        completed = self.completed(hashed)
        kept = len(self.roots) + HASH_BYTES - len(completed)
        return Frontier(self.size + 1, self.roots[:kept] + completed[-HASH_BYTES:])

    @property
    def root(self) -> bytes:
        """The root of the whole tree; SHA-256 of nothing for the empty one."""
        if not self.size:
            return hashlib.sha256().digest()
        roots = self.roots
        root = roots[-HASH_BYTES:]
        for end in range(len(roots) - HASH_BYTES, 0, -HASH_BYTES):
            root = node_hash(roots[end - HASH_BYTES : end], root)
        return root


def frontier_of(hashes: Iterable[bytes]) -> Frontier:
    """Return the frontier of the leaves with these hashes."""
    frontier = Frontier()
    for hashed in hashes:
        frontier = frontier.appended(hashed)
    return frontier


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root of the leaves with these hashes, level by level."""
    if not hashes:
        return hashlib.sha256().digest()
    level = hashes
    while len(level) > 1:
        pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def inclusion_proof(index: int, size: int, roots: Roots) -> tuple[bytes, ...]:
    """Return the audit path of leaf `index` in a tree of `size` leaves, nearest first (RFC 6962, 2.1.1).

    Raises:
        ValueError: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    return tuple([roots(sibling.start, sibling.end) for sibling in _siblings(index, size)])


def is_included(hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof leads from a leaf's hash to the root; total: a malformed proof proves nothing."""
    if not 0 <= index < size:
        return False
    siblings = _siblings(index, size)
    if len(siblings) != len(proof):
        return False
    for sibling, other in zip(siblings, proof, strict=True):
        hashed = node_hash(other, hashed) if sibling.is_left else node_hash(hashed, other)
    return compare_digest(hashed, root)


def consistency_proof(first: int, second: int, roots: Roots) -> tuple[bytes, ...]:
    """Return the proof that a tree of `first` leaves begins that of `second` (RFC 6962, 2.1.2).

    Raises:
        ValueError: unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"no proof from {first} to {second} leaves")
    shared, siblings = _shared(first, second)
    # The verifier already holds the old root; it is left out where it is itself the shared subtree.
    begin = () if shared.start == 0 else (shared,)
    return tuple([roots(part.start, part.end) for part in (*begin, *siblings)])


@dataclass(frozen=True, slots=True)
class Growth:
    """Two states of one tree, the earlier first: what a consistency proof is about."""

    first: int
    first_root: bytes
    second: int
    second_root: bytes


def is_consistent(growth: Growth, proof: Sequence[bytes]) -> bool:
    """Say whether the proof shows that the first tree begins the second; total."""
    if not 0 < growth.first <= growth.second:
        return False
    shared, siblings = _shared(growth.first, growth.second)
    nodes = list(proof) if shared.start else [growth.first_root, *proof]
    if len(nodes) != len(siblings) + 1:
        return False
    old = new = nodes[0]
    for sibling, other in zip(siblings, nodes[1:], strict=True):
        if sibling.is_left:
            old, new = node_hash(other, old), node_hash(other, new)
        else:
            new = node_hash(new, other)
    return compare_digest(old, growth.first_root) and compare_digest(new, growth.second_root)


@dataclass(frozen=True, slots=True)
class _Subtree:
    """The leaves from start up to end, and whether they stand left of where the path goes on."""

    start: int
    end: int
    is_left: bool = False


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def _siblings(index: int, size: int) -> list[_Subtree]:
    """Return what stands beside the path from a leaf to the root, nearest the leaf first."""
    start, end, siblings = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append(_Subtree(middle, end))
            end = middle
        else:
            siblings.append(_Subtree(start, middle, is_left=True))
            start = middle
    return siblings[::-1]


def _shared(first: int, second: int) -> tuple[_Subtree, list[_Subtree]]:
    """Return the subtree in which an old tree of `first` leaves ends, and its siblings, nearest first."""
    start, end, siblings = 0, second, []
    while end > first:
        middle = start + _split(end - start)
        if first <= middle:
            siblings.append(_Subtree(middle, end))
            end = middle
        else:
            siblings.append(_Subtree(start, middle, is_left=True))
            start = middle
    return _Subtree(start, end), siblings[::-1]
