import base64
import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.head import (
    Head,
    Note,
    Signature,
    is_signed,
    origin,
    parse_head,
    parse_note,
    sign_head,
    signed_head,
    write_head,
    write_note,
)
from kiosk.domain.journal import Life

LIFE = Life(bytes(range(16)), bytes(range(16, 32)), bytes(range(32, 48)))
HEAD = Head(LIFE, 2314, hashlib.sha256(b"root").digest())
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
NAME = (
    "kiosk/v1/000102030405060708090a0b0c0d0e0f/101112131415161718191a1b1c1d1e1f/" + bytes(range(32, 48)).hex()
)
SIGNED = sign_head(HEAD, PUBLIC, PRIVATE.sign)


def check(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_a_head_is_three_lines_of_a_checkpoint():
    root = base64.b64encode(HEAD.root).decode()
    assert write_head(HEAD) == f"{NAME}\n2314\n{root}\n"
    assert parse_head(write_head(HEAD)) == HEAD
    assert origin(LIFE) == NAME


def test_a_signed_head_is_laid_out_as_the_signed_note_says():
    text, signature_line = SIGNED.split("\n\n")
    mark = hashlib.sha256(NAME.encode() + b"\n\x01" + PUBLIC).digest()[:4]
    signature = PRIVATE.sign((text + "\n").encode())
    assert signature_line == f"\u2014 {NAME} {base64.b64encode(mark + signature).decode()}\n"


def test_the_key_that_signed_is_confirmed_and_no_other():
    note = parse_note(SIGNED)
    assert note is not None
    assert parse_head(note.text) == HEAD
    assert is_signed(note, NAME, PUBLIC, check)
    assert not is_signed(note, NAME, OTHER, check)


def test_a_changed_head_is_not_signed():
    for changed in (SIGNED.replace("\n2314\n", "\n2315\n"), SIGNED.replace("kiosk/v1/00", "kiosk/v1/01", 1)):
        assert parse_head(parse_note(changed).text) is not None
        assert signed_head(changed, PUBLIC, check) is None
    assert signed_head(SIGNED, PUBLIC, check) == HEAD
    assert signed_head(SIGNED, OTHER, check) is None
    assert signed_head("", PUBLIC, check) is None
    assert signed_head(SIGNED.replace("kiosk", "kiosque"), PUBLIC, check) is None


def test_a_second_holders_signature_travels_with_the_note_and_hides_nothing():
    note = parse_note(SIGNED)
    witness = Signature("witness.example/ouaga", b"\1\2\3\4", bytes(72))
    both = parse_note(write_note(Note(note.text, (witness, *note.signatures))))
    assert both == Note(note.text, (witness, *note.signatures))
    assert is_signed(both, NAME, PUBLIC, check)
    assert not is_signed(Note(note.text, (witness,)), NAME, PUBLIC, check)


def test_a_signature_under_another_name_does_not_count():
    note = parse_note(SIGNED)
    renamed = Signature("somebody/else", note.signatures[0].key_id, note.signatures[0].signature)
    assert not is_signed(Note(note.text, (renamed,)), NAME, PUBLIC, check)


LINE = SIGNED.split("\n\n")[1]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n\n",
        "\n\n" + LINE,
        SIGNED[:-1],
        SIGNED + "\n",
        SIGNED + " ",
        SIGNED.replace("\n\n", "\n"),
        SIGNED.replace("\n", "\r\n"),
        SIGNED.replace("\u2014 ", "- "),
        SIGNED.replace("\u2014 ", "\u2014  "),
        SIGNED.replace(LINE, ""),
        SIGNED.replace(LINE, "\u2014 name \n"),
        SIGNED.replace(LINE, "\u2014 name AAAA\n"),
        SIGNED.replace(LINE, "\u2014 name AAAAAAB=\n"),
        SIGNED.replace(LINE, "\u2014 name AAAAAAA\n"),
        SIGNED.replace(LINE, "\u2014 na+me AAAAAAA=\n"),
        SIGNED.replace(LINE, LINE * 17),
        "\0" + SIGNED,
        "\ud800" + SIGNED,
        SIGNED.replace("2314", "2314\t"),
    ],
    ids=range(20),
)
def test_a_malformed_note_is_none(written):
    assert parse_note(written) is None


BODY = write_head(HEAD)


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY[:-1],
        BODY + "\n",
        BODY + "an extension\n",
        BODY.replace("2314", "02314"),
        BODY.replace("2314", "+2314"),
        BODY.replace("2314", "-1"),
        BODY.replace("2314", "2 314"),
        BODY.replace("2314", "\u0662314"),
        BODY.replace("2314", "1" * 20),
        BODY.replace("kiosk/v1", "kiosk/v2"),
        BODY.replace("0a0b", "0A0B"),
        BODY.replace("/1011", "/011"),
        BODY.replace("=\n", "\n"),
        BODY.replace("=\n", "é\n"),
        f"{NAME}\n1\nAAAA\n",
    ],
    ids=range(16),
)
def test_a_checkpoint_that_is_not_ours_is_none(text):
    assert parse_head(text) is None


@settings(max_examples=200)
@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=60))
def test_any_text_at_all_is_a_note_or_none(text):
    for written in (
        text,
        SIGNED + text,
        text + SIGNED,
        f"{text}\n\n{LINE}",
        f"x\n\n\u2014 {text} AAAAAAA=\n",
    ):
        note = parse_note(written)
        assert note is None or write_note(note) == written
        head = parse_head(written)
        assert head is None or write_head(head) == written


@settings(max_examples=100)
@given(st.integers(0, 10**19 - 1), st.binary(min_size=32, max_size=32))
def test_every_head_comes_back_from_its_text(size, root):
    assert parse_head(write_head(Head(LIFE, size, root))) == Head(LIFE, size, root)
