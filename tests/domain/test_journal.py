import hashlib
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.foreign import is_foreign
from kiosk.domain.journal import (
    Act,
    Detail,
    Entry,
    Kind,
    LeafError,
    Life,
    LifeId,
    Reference,
    commit,
    decode,
    encode,
    instant,
    micros,
    read_detail,
    write_detail,
)
from kiosk.domain.merkle import leaf_hash
from kiosk.domain.model import (
    Alert,
    BadgeNumber,
    ClockState,
    Direction,
    EventId,
    GateId,
    Match,
    Method,
    Notice,
    Outcome,
    Reason,
    StationId,
    Subject,
    ZoneId,
)

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "journal.toml").read_text("utf-8"))
LIFE = Life(EventId(bytes(range(16))), StationId(bytes(range(16, 32))), LifeId(bytes(range(32, 48))))


def entry_of(case) -> Entry:
    """Read a vector's fields, by their names and without the code under test."""

    def named(kind, name):
        return kind(case[name]) if name in case else None

    answers = bytes.fromhex(case["answers"]) if "answers" in case else b""
    act = Act(
        kind=Kind(case["kind"]),
        occurred_at=case["occurred_at"],
        recorded_at=case["recorded_at"],
        clock=ClockState(case.get("clock", "trusted")),
        hybrid=case.get("hybrid", 0),
        gate=named(GateId, "gate"),
        direction=named(Direction, "direction"),
        zone_from=named(ZoneId, "zone_from"),
        zone_to=named(ZoneId, "zone_to"),
        method=named(Method, "method"),
        badge=named(BadgeNumber, "badge"),
        match=named(Match, "match"),
        subject=Subject(bytes.fromhex(case["subject"])) if "subject" in case else None,
        outcome=named(Outcome, "outcome"),
        reason=named(Reason, "reason"),
        notices=tuple(
            Notice(name) if name in list(Notice) else Reason(name) for name in case.get("notices", ())
        ),
        alerts=tuple(map(Alert, case.get("alerts", ()))),
        operator=case.get("operator", ""),
        list_version=case.get("list_version", 0),
        policy_version=case.get("policy_version", 0),
        answers=Reference(answers[:16], answers[16:32], int.from_bytes(answers[32:])) if answers else None,
        commitment=bytes.fromhex(case["commitment"]) if "commitment" in case else None,
        detail=Detail(case.get("detail", "").encode()),
    )
    return Entry(LIFE, int(case["seq"]), act)


@pytest.mark.parametrize("case", CASES["record"], ids=lambda case: case["why"])
def test_a_record_has_the_leaf_of_the_vector_and_no_other(case):
    leaf = bytes.fromhex(case["leaf"])
    assert encode(entry_of(case)) == leaf
    assert decode(leaf) == entry_of(case)
    assert leaf_hash(leaf).hex() == case["hash"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["why"])
def test_what_no_journal_writes_is_refused(case):
    with pytest.raises(LeafError):
        decode(bytes.fromhex(case["leaf"]))


@pytest.mark.parametrize("case", CASES["foreign"], ids=lambda case: case["why"])
def test_a_word_of_a_newer_kiosk_is_read_and_written_again_as_it_was(case):
    leaf = bytes.fromhex(case["leaf"])
    assert encode(decode(leaf)) == leaf
    act = decode(leaf).act
    assert is_foreign(act.kind) or any(is_foreign(notice) for notice in act.notices)


IDS = st.sampled_from([bytes(16), b"\xff" * 16, bytes(range(16))])
WORDS = st.none() | st.sampled_from(["A", "HALL", "Zone d'été", "門", "x" * 255])
TIMES = st.integers(-(1 << 63), (1 << 63) - 1)
COUNTS = st.integers(0, (1 << 64) - 1)
DETAILS = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=5),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2)
        ),
        max_leaves=5,
    ),
    max_size=4,
)
ACTS = st.builds(
    Act,
    kind=st.sampled_from([kind for kind in Kind if kind is not Kind.LIFE]),
    occurred_at=TIMES,
    recorded_at=TIMES,
    clock=st.sampled_from(ClockState),
    hybrid=COUNTS,
    gate=WORDS,
    direction=st.none() | st.sampled_from(Direction),
    zone_from=WORDS,
    zone_to=WORDS,
    method=st.none() | st.sampled_from(Method),
    badge=st.none() | st.sampled_from([0, 1, 0xFFFFFFFF]),
    match=st.none() | st.sampled_from(Match),
    subject=st.none() | IDS,
    outcome=st.none() | st.sampled_from(Outcome),
    reason=st.none() | st.sampled_from(Reason),
    notices=st.lists(st.sampled_from([*Notice, *Reason]), max_size=4).map(tuple),
    alerts=st.lists(st.sampled_from(Alert), max_size=3).map(tuple),
    operator=st.sampled_from(["", "cli:awa", "cli:élodie\n"]),
    list_version=COUNTS,
    policy_version=COUNTS,
    answers=st.none() | st.builds(Reference, IDS, IDS, COUNTS),
    commitment=st.none() | st.just(bytes(range(32))),
    detail=DETAILS.map(write_detail),
)


@settings(max_examples=200)
@given(ACTS, st.integers(1, (1 << 64) - 1))
def test_every_record_comes_back_from_its_leaf(act, seq):
    entry = Entry(LIFE, seq, act)
    assert decode(encode(entry)) == entry


@settings(max_examples=50)
@given(ACTS, ACTS)
def test_two_records_share_a_leaf_only_when_they_say_the_same(left, right):
    is_same = encode(Entry(LIFE, 1, left)) == encode(Entry(LIFE, 1, right))
    assert is_same == (left == right)


@settings(max_examples=60)
@given(ACTS, st.data())
def test_a_changed_leaf_is_refused_or_says_something_else(act, data):
    leaf = bytearray(encode(Entry(LIFE, 1, act)))
    place = data.draw(st.integers(0, len(leaf) - 1))
    leaf[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = decode(bytes(leaf))
    except LeafError:
        return
    assert read != Entry(LIFE, 1, act)
    assert encode(read) == bytes(leaf)


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_a_leaf_or_refused(garbage):
    for leaf in (garbage, bytes.fromhex(CASES["record"][1]["leaf"])[:105] + garbage):
        try:
            assert encode(decode(leaf)) == leaf
        except LeafError as refused:
            assert refused.message  # noqa: PT017


PLAIN = Act(Kind.SCAN, 0, 0)


@pytest.mark.parametrize(
    ("seq", "act"),
    [
        (0, PLAIN),
        (1, replace(PLAIN, kind=Kind.LIFE)),
        (1, replace(PLAIN, subject=bytes(15))),
        (1, replace(PLAIN, commitment=bytes(33))),
        (1, replace(PLAIN, gate="x" * 256)),
        (1, replace(PLAIN, notices=tuple(Reason) * 3)),
        (1, replace(PLAIN, occurred_at=1 << 63)),
        (1, replace(PLAIN, list_version=-1)),
        (1, replace(PLAIN, operator="\ud800")),
        (1, replace(PLAIN, badge=1 << 32)),
        (1, replace(PLAIN, badge=-1)),
        (1 << 64, PLAIN),
    ],
    ids=range(12),
)
def test_what_could_not_be_read_back_is_never_written(seq, act):
    with pytest.raises(ValueError, match=r".+"):
        encode(Entry(LIFE, seq, act))


@pytest.mark.parametrize("size", [0, 15, 17])
def test_ids_have_sixteen_bytes(size):
    with pytest.raises(ValueError, match="16 bytes"):
        Life(bytes(16), bytes(16), bytes(size))
    with pytest.raises(ValueError, match="16 bytes"):
        Reference(bytes(size), bytes(16), 0)


@pytest.mark.parametrize("values", [{"a": 1.5}, {"a": [float("nan")]}, {"a": "\ud800"}])
def test_a_detail_holds_neither_fractions_nor_half_characters(values):
    with pytest.raises(ValueError, match=r".+"):
        write_detail(values)


def test_a_detail_nested_beyond_reason_is_refused_like_any_other_nonsense():
    leaf = encode(Entry(LIFE, 1, replace(PLAIN, detail=Detail(b"[" * 200_000))))
    with pytest.raises(LeafError):
        decode(leaf)


@settings(max_examples=100)
@given(DETAILS)
def test_a_detail_comes_back_as_it_was(values):
    assert read_detail(write_detail(values)) == values


def test_a_commitment_is_the_hash_of_salt_and_text_also_of_a_text_that_is_no_unicode():
    salt = bytes(range(16))
    assert commit(salt, "Porte forcée") == hashlib.sha256(salt + "Porte forcée".encode()).digest()
    assert commit(salt, "\ud800") != commit(salt, "\ud801")
    assert commit(bytes(16), "x") != commit(salt, "x")


def test_wire_names_of_reasons_and_notices_are_told_apart():
    assert not {*map(str, Reason)} & {*map(str, Notice)}


def test_times_are_whole_microseconds_in_utc():
    noon = datetime(2025, 11, 11, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    assert micros(noon) == 1762858800123456
    assert instant(1762858800123456) == noon
    assert instant(-1) == datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
