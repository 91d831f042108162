import hashlib
import random
import stat
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.credential import Series, credential_hash, number_from, parse
from kiosk.domain.errors import KioskError
from kiosk.domain.journal import LifeId
from kiosk.domain.model import EpochState, EventId, SealCheck
from kiosk.keys.backup import Cost, StationKeys, _lines, backup, digest, paper, restore
from kiosk.keys.folder import (
    load_keyring,
    load_receipt,
    load_station_key,
    open_to_others,
    save_keyring,
    save_receipt,
    save_station_key,
)
from kiosk.keys.keyring import Issued, Keyring, SeriesKey, close_epoch, hand_over, new_keyring, next_epoch
from kiosk.keys.signing import fingerprint, is_signature, new_station_key, read_fingerprint, station_key

EVENT = EventId(b"salon of Bamako.")
NUMBER = number_from(7, 2314)
LIFE, TWIN = LifeId(b"one life of many"), LifeId(b"and another life")
SEVEN = Series(7, LIFE)
LIVES = {7: (SEVEN,)}
CHEAP = Cost(log_n=10)
PHRASE = "quatre girafes sous la pluie"


def chance(seed=0):
    return random.Random(seed).randbytes


@pytest.fixture
def ring():
    return new_keyring(EVENT, chance())


def keys(seed=0):
    return StationKeys(new_keyring(EVENT, chance(seed)), new_station_key(chance(seed + 1)))


def test_what_a_keyring_seals_it_finds_valid_and_every_other_seal_broken(ring):
    credential = parse(ring.issue(NUMBER, LIFE))
    assert ring.check(credential, LIVES) is SealCheck.VALID
    assert ring.check(replace(credential, seal=bytes(8)), LIVES) is SealCheck.BROKEN
    assert new_keyring(EVENT, chance(9)).check(credential, LIVES) is SealCheck.BROKEN
    assert ring.check(replace(credential, epoch=3), LIVES) is SealCheck.UNCHECKED


def test_two_lives_that_drew_one_series_never_make_the_same_twenty_characters(ring):
    one, other = ring.issue(NUMBER, LIFE), ring.issue(NUMBER, TWIN)
    assert one != other
    both = {7: (SEVEN, Series(7, TWIN))}
    for text in (one, other):
        assert ring.check(parse(text), both) is SealCheck.VALID
        assert ring.reissue(Issued(0, NUMBER, credential_hash(text)), both) == text
    assert ring.check(parse(other), LIVES) is SealCheck.BROKEN


def test_a_seal_from_before_lives_were_part_of_it_is_still_ours(ring):
    old = Series(7, None)
    before = Keyring(EVENT, (), (SeriesKey(0, old, ring.key(0, old)),))
    older = "00E01458MXNW7NBKQBMK"
    assert before.check(parse(older), {7: (old,)}) is SealCheck.VALID
    for lives in ({}, LIVES, {7: (old,)}):
        assert ring.check(parse(older), lives) is SealCheck.VALID
    assert ring.reissue(Issued(0, NUMBER, credential_hash(older)), {7: (old,)}) == older
    with pytest.raises(KioskError, match="sealed with other keys"):
        ring.reissue(Issued(0, NUMBER, credential_hash(older)), LIVES)


def test_a_seal_of_a_life_never_heard_of_is_called_forged_only_in_the_epoch_that_seals_here(ring):
    later = next_epoch(ring, chance(5))
    unheard = parse(ring.issue(NUMBER, TWIN))
    assert ring.check(unheard, {}) is SealCheck.BROKEN
    assert later.check(unheard, {}) is SealCheck.UNCHECKED
    assert later.check(unheard, LIVES) is SealCheck.BROKEN


def test_the_next_epoch_seals_and_the_earlier_stays_open(ring):
    older = ring.issue(NUMBER, LIFE)
    newer = next_epoch(ring, chance(5))
    assert newer.sealing_epoch == 1
    assert newer.epoch_state(0) is EpochState.OPEN
    assert newer.check(parse(older), LIVES) is SealCheck.VALID
    assert newer.reissue(Issued(0, NUMBER, credential_hash(older)), LIVES) == older
    assert newer.issue(NUMBER, LIFE) != older
    assert newer.epoch_state(2) is None


def test_a_compromised_epoch_is_closed_but_never_the_one_that_seals(ring):
    with pytest.raises(KioskError, match="still seals"):
        close_epoch(ring, 0)
    with pytest.raises(KioskError, match="no key epoch 4"):
        close_epoch(ring, 4)
    closed = close_epoch(next_epoch(ring, chance(5)), 0)
    assert closed.epoch_state(0) is EpochState.CLOSED
    assert closed.sealing_epoch == 1


def test_an_event_has_sixteen_epochs_at_most(ring):
    for seed in range(15):
        ring = next_epoch(ring, chance(seed))
    with pytest.raises(KioskError, match="sixteen"):
        next_epoch(ring, chance())


def test_a_desk_is_handed_its_own_series_and_no_secret(ring):
    first = ring.issue(NUMBER, LIFE)
    ring = next_epoch(ring, chance(5))
    desk = hand_over(ring, [SEVEN])
    assert not desk.has_secrets
    assert ring.has_secrets
    assert desk.issue(NUMBER, LIFE) == ring.issue(NUMBER, LIFE)
    older = Issued(0, NUMBER, credential_hash(first))
    assert desk.check(parse(ring.reissue(older, LIVES)), LIVES) is SealCheck.VALID
    assert desk.check(parse(ring.issue(number_from(8, 1), LIFE)), {}) is SealCheck.UNCHECKED
    with pytest.raises(KioskError, match="series 8"):
        desk.issue(number_from(8, 1), LIFE)
    with pytest.raises(KioskError, match="series 8"):
        desk.reissue(Issued(0, number_from(8, 1), bytes(32)), {8: (Series(8, LIFE),)})
    with pytest.raises(KioskError, match="series 8"):
        hand_over(desk, [Series(8, LIFE)])


def test_a_gate_is_handed_nothing_of_a_closed_epoch_but_its_state(ring):
    gate = hand_over(close_epoch(next_epoch(ring, chance(5)), 0), [SEVEN])
    assert gate.epoch_state(0) is EpochState.CLOSED
    assert gate.check(parse(ring.issue(NUMBER, LIFE)), LIVES) is SealCheck.UNCHECKED
    assert not Keyring(EVENT, ()).has_secrets
    with pytest.raises(KioskError, match="cannot seal"):
        Keyring(EVENT, ()).issue(NUMBER, LIFE)


def test_a_signature_is_confirmed_for_its_key_and_message_alone():
    key, other = new_station_key(chance(1)), new_station_key(chance(2))
    signature = key.sign(b"head")
    assert is_signature(key.public, b"head", signature)
    assert not is_signature(key.public, b"tail", signature)
    assert not is_signature(other.public, b"head", signature)
    assert not is_signature(key.public, b"head", signature[:-1])
    assert not is_signature(b"short", b"head", signature)


def test_the_station_key_is_that_of_rfc_8032_section_7_1():
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert station_key(seed).public.hex() == public


def test_a_fingerprint_is_a_hundred_bits_in_five_groups():
    public = new_station_key(chance(1)).public
    groups = fingerprint(public).split("-")
    assert [len(group) for group in groups] == [4] * 5
    assert fingerprint(public) != fingerprint(new_station_key(chance(2)).public)
    first = hashlib.sha256(b"kiosk/v1/fingerprint\x00" + public).digest()[0] >> 3
    assert groups[0][0] == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[first]


def test_a_fingerprint_is_read_as_people_copy_it_off_paper():
    printed = "1Z8T-3D0F-QFAJ-QD4S-NF7X"
    for typed in (
        printed,
        printed.lower(),
        printed.replace("-", ""),
        " 1z8t 3d0f qfaj qd4s nf7x ",
        "lZ8T3DOFQFAJQD4SNF7X",
    ):
        assert read_fingerprint(typed) == printed
    for typed in ("", "1Z8T", f"{printed}-1Z8T", printed.replace("X", "U"), "é" * 20):
        assert read_fingerprint(typed) is None


def test_keys_come_back_from_their_folder(tmp_path, ring):
    folder, key = tmp_path / "keys", new_station_key(chance(1))
    ring = next_epoch(ring, chance(4))
    gate = hand_over(ring, [Series(3, LIFE), Series(4, None)])
    for written in (ring, gate):
        save_keyring(folder, written)
        assert load_keyring(folder) == written
    save_station_key(folder, key)
    assert load_station_key(folder) == key
    assert load_receipt(folder) is None
    save_receipt(folder, bytes(32))
    assert load_receipt(folder) == bytes(32)
    assert not list(folder.glob(".*"))


def test_key_files_are_closed_to_others_and_refused_when_they_are_not_checklist_29(tmp_path, ring):
    folder = tmp_path / "keys"
    save_keyring(folder, ring)
    save_station_key(folder, new_station_key(chance(1)))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("keyring.json", "station.json"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert open_to_others(folder) == ()
    assert open_to_others(tmp_path / "absent") == ()
    (folder / "keyring.json").chmod(0o640)
    assert open_to_others(folder) == (folder / "keyring.json",)
    with pytest.raises(KioskError, match="other users can read") as refused:
        load_keyring(folder)
    assert "chmod 600" in refused.value.hint


def test_a_gates_folder_holds_no_epoch_secret_checklist_29(tmp_path, ring):
    save_keyring(tmp_path / "gate", hand_over(ring, [SEVEN]))
    written = (tmp_path / "gate" / "keyring.json").read_text()
    assert ring.epochs[0].secret.hex() not in written
    assert not load_keyring(tmp_path / "gate").has_secrets


def test_no_key_shows_in_a_repr_or_a_message_checklist_29(tmp_path, ring):
    key = new_station_key(chance(1))
    desk = hand_over(ring, [SEVEN])
    secrets = [ring.epochs[0].secret, key.seed, desk.derived[0].key]
    shown = repr((ring, key, desk, StationKeys(ring, key)))
    for secret in secrets:
        assert secret.hex() not in shown
        assert repr(secret) not in shown
    save_keyring(tmp_path, ring)
    file = tmp_path / "keyring.json"
    file.write_text(file.read_text().replace('"sealing"', '"ceiling"'))
    with pytest.raises(KioskError) as refused:
        load_keyring(tmp_path)
    assert ring.epochs[0].secret.hex() not in f"{refused.value} {refused.value.hint}"


HALF = '{"format": "kiosk/v1/keyring", "event": "00000000000000000000000000000000", '


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "not json",
        '{"format": "kiosk/v2/keyring"}',
        '{"format": "kiosk/v1/keyring"}',
        '{"format": "kiosk/v1/keyring", "event": "00", "epochs": [], "series": []}',
        HALF + '"epochs": 3, "series": []}',
        HALF + '"epochs": [{"epoch": "0", "state": "open", "secret": null}], "series": []}',
        "\xff",
    ],
    ids=range(10),
)
def test_a_damaged_keyring_is_named_and_explained(tmp_path, content):
    save_keyring(tmp_path, new_keyring(EVENT, chance()))
    (tmp_path / "keyring.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(KioskError, match="damaged") as refused:
        load_keyring(tmp_path)
    assert "restore" in refused.value.hint


def test_damaged_station_keys_and_receipts_are_noticed(tmp_path):
    save_station_key(tmp_path, new_station_key(chance(1)))
    save_receipt(tmp_path, bytes(32))
    (tmp_path / "station.json").write_text('{"format": "kiosk/v1/station", "seed": "00"}')
    (tmp_path / "backup-receipt.json").write_text('{"format": "kiosk/v1/receipt", "digest": 1}')
    with pytest.raises(KioskError, match="damaged"):
        load_station_key(tmp_path)
    assert load_receipt(tmp_path) is None
    with pytest.raises(KioskError, match="no key file"):
        load_keyring(tmp_path)


def test_a_folder_where_a_file_should_be_is_explained(tmp_path):
    (tmp_path / "keyring.json").mkdir(mode=0o700)
    with pytest.raises(KioskError, match="cannot be read"):
        load_keyring(tmp_path)


def test_a_backup_gives_back_every_key():
    wide = keys()
    wide = StationKeys(next_epoch(wide.keyring, chance(3)), wide.station)
    gate = StationKeys(hand_over(wide.keyring, [Series(0, None), Series(1023, LIFE)]), wide.station)
    for whole in (wide, gate):
        assert restore(backup(whole, PHRASE, chance(2), CHEAP), PHRASE) == whole


def test_a_backup_at_its_full_cost_opens_with_its_passphrase_and_no_other():
    written = backup(keys(), PHRASE, chance(2))
    assert restore(written, PHRASE) == keys()
    with pytest.raises(KioskError, match="passphrase"):
        restore(written, PHRASE + "s")


def test_a_backup_shows_no_key_checklist_29():
    whole = keys()
    shown = backup(whole, PHRASE, chance(2), CHEAP)
    for secret in (whole.keyring.epochs[0].secret, whole.station.seed):
        assert secret.hex() not in shown
        assert PHRASE not in shown
    assert backup(whole, PHRASE, chance(3), CHEAP) != shown


def test_a_backup_typed_from_paper_in_another_order_and_case_is_read():
    whole = keys()
    sheet = paper(backup(whole, PHRASE, chance(2), CHEAP), whole)
    assert fingerprint(whole.station.public) in sheet
    lines = [line for line in sheet.splitlines() if "/" in line[:4]]
    typed = "\n".join(line.lower().replace("0", "o").replace(" ", "") for line in reversed(lines))
    # The line numbers are digits; only their text may be typed with letters for digits.
    typed = "\n".join(
        f"{line.split(':')[0].replace('o', '0')}: {line.split(':')[1]}" for line in typed.splitlines()
    )
    assert restore(sheet, PHRASE) == whole
    assert restore(typed, PHRASE) == whole


def test_a_mistyped_or_missing_line_is_named():
    lines = backup(keys(), PHRASE, chance(2), CHEAP).splitlines()
    head, text = lines[4].split(": ")
    other = "A" if text[0] != "A" else "B"
    with pytest.raises(KioskError, match=r"line 5 is not"):
        restore("\n".join([*lines[:4], f"{head}: {other}{text[1:]}", *lines[5:]]), PHRASE)
    with pytest.raises(KioskError, match=r"line 5 is not"):
        restore("\n".join([*lines[:4], f"{head}: {text[:9]}", *lines[5:]]), PHRASE)
    with pytest.raises(KioskError, match=rf"line 5 of {len(lines)} is missing"):
        restore("\n".join([*lines[:4], *lines[5:]]), PHRASE)
    swapped = [*lines[:3], lines[3][:7] + lines[4][7:], lines[4][:7] + lines[3][7:], *lines[5:]]
    with pytest.raises(KioskError, match=r"line 4 is not"):
        restore("\n".join(swapped), PHRASE)


@pytest.mark.parametrize("text", ["", "hello", "\n\n", "01/01:\n"])
def test_what_is_no_backup_is_called_so(text):
    with pytest.raises(KioskError, match="not a backup"):
        restore(text, PHRASE)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"short", "not a backup"),
        (b"\x03\x0a\x08\x01\x00\x00" + bytes(16), "another version"),
        (b"\x01\x1f\x08\x01\x00\x00" + bytes(16), "another version"),
        (b"\x01\x0a\x08\xff\x00\x00" + bytes(16), "another version"),
        (b"\x01\x0a\x08\x01\x00\x00" + bytes(16), "passphrase"),
    ],
)
def test_a_backup_of_another_version_or_of_absurd_cost_is_refused(header, said):
    with pytest.raises(KioskError, match=said):
        restore("\n".join(_lines(header)), PHRASE)


def test_a_short_passphrase_is_refused():
    with pytest.raises(KioskError, match="shorter than 12"):
        backup(keys(), "Bamako2026!", chance(2), CHEAP)


def test_a_passphrase_is_the_same_however_its_accents_are_typed():
    written = backup(keys(), "été à Koulikoro", chance(2), CHEAP)
    assert restore(written, "e\u0301te\u0301 a\u0300 Koulikoro") == keys()


def test_a_receipt_knows_the_keys_again_and_notices_new_ones():
    whole = keys()
    assert digest(whole) == digest(keys())
    assert digest(whole) != digest(StationKeys(next_epoch(whole.keyring, chance(3)), whole.station))
    assert digest(whole) != digest(keys(9))


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_one_flipped_bit_of_a_line_never_passes_for_another_backup(seed, bit):
    written = backup(keys(), PHRASE, chance(2), CHEAP)
    place = seed % len(written)
    changed = written[:place] + chr(ord(written[place]) ^ 1 << bit) + written[place + 1 :]
    try:
        assert restore(changed, PHRASE) == keys()
    except KioskError as refused:
        assert refused.hint  # noqa: PT017
