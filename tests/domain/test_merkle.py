import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.merkle import (
    Frontier,
    Growth,
    consistency_proof,
    frontier_of,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "journal.toml").read_text("utf-8"))
HASHES = [leaf_hash(bytes([at])) for at in range(70)]


def naive_root(hashes):
    """The definition of RFC 6962, section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(hashes[:split]) + naive_root(hashes[split:])).digest()


def naive_path(index, hashes):
    """PATH of RFC 6962, section 2.1.1."""
    if len(hashes) == 1:
        return []
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    if index < split:
        return [*naive_path(index, hashes[:split]), naive_root(hashes[split:])]
    return [*naive_path(index - split, hashes[split:]), naive_root(hashes[:split])]


def naive_subproof(first, hashes, is_whole):
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if first == len(hashes):
        return [] if is_whole else [naive_root(hashes)]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    if first <= split:
        return [*naive_subproof(first, hashes[:split], is_whole), naive_root(hashes[split:])]
    return [*naive_subproof(first - split, hashes[split:], False), naive_root(hashes[:split])]


def roots(start, end):
    return naive_root(HASHES[start:end])


def test_the_tree_of_the_vectors_has_their_roots():
    hashes = [bytes.fromhex(case["hash"]) for case in CASES["record"]]
    for case in CASES["tree"]:
        assert frontier_of(hashes[: case["size"]]).root.hex() == case["root"]
        assert root_of(hashes[: case["size"]]).hex() == case["root"]


def test_the_empty_tree_and_the_empty_leaf_hash_as_rfc_6962_says():
    assert Frontier().root.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_appending_one_by_one_gives_the_root_of_the_definition_at_every_size():
    frontier = Frontier()
    for size in range(len(HASHES) + 1):
        assert frontier.root == naive_root(HASHES[:size]) == root_of(HASHES[:size])
        assert frontier.size == size
        if size < len(HASHES):
            frontier = frontier.appended(HASHES[size])


def test_every_inclusion_proof_is_that_of_the_definition_and_holds_for_its_leaf_alone():
    for size in range(1, 34):
        root = naive_root(HASHES[:size])
        for index in range(size):
            proof = inclusion_proof(index, size, roots)
            assert list(proof) == naive_path(index, HASHES[:size])
            assert is_included(HASHES[index], index, size, proof, root)
            for other in range(size):
                if other != index:
                    assert not is_included(HASHES[other], index, size, proof, root)
                    assert not is_included(HASHES[index], other, size, proof, root)


def test_every_consistency_proof_is_that_of_the_definition_and_holds():
    for second in range(1, 34):
        for first in range(1, second + 1):
            proof = consistency_proof(first, second, roots)
            assert list(proof) == naive_subproof(first, HASHES[:second], True)
            assert is_consistent(
                Growth(first, naive_root(HASHES[:first]), second, naive_root(HASHES[:second])), proof
            )


SIZES = st.integers(1, 40)


@settings(max_examples=200)
@given(SIZES, st.data())
def test_a_tampered_inclusion_proof_proves_nothing(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = list(inclusion_proof(index, size, roots))
    root = naive_root(HASHES[:size])
    assert not is_included(HASHES[index], index, size, [*proof, HASHES[0]], root)
    assert not is_included(HASHES[index], index, size, proof, HASHES[69])
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        assert not is_included(HASHES[index], index, size, proof[:-1], root)
        proof[place] = leaf_hash(proof[place])
        assert not is_included(HASHES[index], index, size, proof, root)


@settings(max_examples=200)
@given(SIZES, SIZES, st.data())
def test_a_rewritten_past_has_no_consistency_proof(first, more, data):
    second = first + more
    if second > len(HASHES):
        return
    rewritten = list(HASHES)
    rewritten[data.draw(st.integers(0, first - 1))] = leaf_hash(b"rewritten")
    old_root, new_root = naive_root(HASHES[:first]), naive_root(rewritten[:second])
    for leaves in (HASHES, rewritten):

        def of_these(start, end, of=leaves):
            return naive_root(of[start:end])

        proof = consistency_proof(first, second, of_these)
        assert not is_consistent(Growth(first, old_root, second, new_root), proof)
    honest = consistency_proof(first, second, roots)
    growth = Growth(first, old_root, second, naive_root(HASHES[:second]))
    assert is_consistent(growth, honest)
    assert not is_consistent(growth, [*honest, HASHES[0]])
    assert not is_consistent(growth, honest[:-1])


def test_proofs_are_refused_for_leaves_and_trees_that_do_not_exist():
    for index, size in [(0, 0), (1, 1), (-1, 3), (3, 3)]:
        with pytest.raises(ValueError, match="no leaf"):
            inclusion_proof(index, size, roots)
        assert not is_included(HASHES[0], index, size, [], HASHES[0])
    for first, second in [(0, 1), (2, 1), (-1, 1)]:
        with pytest.raises(ValueError, match="no proof"):
            consistency_proof(first, second, roots)
        assert not is_consistent(Growth(first, HASHES[0], second, HASHES[0]), [])


@pytest.mark.parametrize(("size", "roots"), [(1, b""), (0, bytes(32)), (3, bytes(32)), (-1, bytes(32))])
def test_a_frontier_that_cannot_be_is_refused(size, roots):
    with pytest.raises(ValueError, match="one root for each bit"):
        Frontier(size, roots)
