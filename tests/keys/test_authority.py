"""The station's own authority: TLS with real sockets (checklist 13)."""

import os
import socket
import ssl
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from threading import Thread

import pytest
from cryptography import x509

from kiosk.domain.errors import KioskError
from kiosk.keys.authority import (
    AUTHORITY,
    AUTHORITY_KEY,
    LEAF,
    LEAF_KEY,
    certificate_for,
    packed_authority,
    unpack_authority,
)
from kiosk.keys.folder import open_to_others

NOW = datetime.now(UTC)
HERE = ("127.0.0.1", "kiosk.local", "localhost")


def made(folder, addresses=HERE, now=NOW):
    return certificate_for(folder, addresses, now, os.urandom)


@contextmanager
def served(certified):
    """Serve one connection after another over TLS, and echo a word."""
    listening = socket.create_server(("127.0.0.1", 0))
    context = certified.context()

    def serve():
        while True:
            try:
                raw, _ = listening.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(raw, server_side=True) as line:
                    line.sendall(b"kiosk")
            except (OSError, ssl.SSLError):
                raw.close()

    thread = Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def trusting(folder):
    """A browser that trusts the authority."""
    return ssl.create_default_context(cafile=folder / AUTHORITY)


def heard(port, context, name="127.0.0.1"):
    with (
        socket.create_connection(("127.0.0.1", port)) as raw,
        context.wrap_socket(raw, server_hostname=name) as line,
    ):
        return line.recv(5), line.version()


@pytest.mark.parametrize("name", HERE)
def test_checklist_13_who_trusts_the_authority_reaches_the_station(tmp_path, name):
    with served(made(tmp_path)) as port:
        assert heard(port, trusting(tmp_path), name) == (b"kiosk", "TLSv1.3")


def test_checklist_13_who_does_not_trust_it_gets_no_connection(tmp_path):
    with served(made(tmp_path)) as port, pytest.raises(ssl.SSLCertVerificationError):
        heard(port, ssl.create_default_context())


@pytest.mark.parametrize("name", ["kiosk.example", "10.0.0.1", "other.local"])
def test_checklist_13_another_name_is_refused(tmp_path, name):
    with served(made(tmp_path)) as port, pytest.raises(ssl.SSLCertVerificationError):
        heard(port, trusting(tmp_path), name)


def test_checklist_13_tls_1_2_is_the_least(tmp_path):
    certified = made(tmp_path)
    assert certified.context().minimum_version is ssl.TLSVersion.TLSv1_2
    with served(certified) as port:
        old = trusting(tmp_path)
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        assert heard(port, old)[1] == "TLSv1.2"
        older = trusting(tmp_path)
        older.set_ciphers("DEFAULT:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="deprecated"):
            older.minimum_version = older.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(ssl.SSLError):
            heard(port, older)


def test_checklist_13_plain_http_gets_no_page_from_the_tls_port(tmp_path):
    with served(made(tmp_path)) as port, socket.create_connection(("127.0.0.1", port)) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answer = b""
        with suppress(ConnectionError):
            answer = raw.recv(100)
        assert b"HTTP" not in answer
        assert b"kiosk" not in answer


def test_the_authority_vouches_for_private_addresses_alone(tmp_path):
    made(tmp_path)
    authority = x509.load_pem_x509_certificate((tmp_path / AUTHORITY).read_bytes())
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert limits.critical
    networks = [one.value for one in limits.value.permitted_subtrees if isinstance(one, x509.IPAddress)]
    assert all(network.is_private for network in networks)
    assert ip_network("192.168.0.0/16") in networks
    names = {one.value for one in limits.value.permitted_subtrees if isinstance(one, x509.DNSName)}
    assert names == {"local", "home.arpa", "localhost"}


@pytest.mark.parametrize("address", ["8.8.8.8", "example.org", "local.example", "", "::1", "172.32.0.1", "*"])
def test_an_address_of_the_world_gets_no_certificate(tmp_path, address):
    with pytest.raises(KioskError, match="private network"):
        made(tmp_path, [address])
    assert not list(tmp_path.iterdir())


def test_a_certificate_by_the_authority_for_the_world_is_refused_by_who_trusts_it(tmp_path):
    """The authority's key may be stolen: what it signs for another site is worth nothing."""
    from kiosk.keys import authority as room  # noqa: PLC0415

    made(tmp_path)
    signer = room._certificate(tmp_path / AUTHORITY), room._key(tmp_path / AUTHORITY_KEY)  # noqa: SLF001
    forged = room._leaf(["www.example.org", "127.0.0.1"], signer, NOW, os.urandom)  # noqa: SLF001
    (tmp_path / LEAF).write_bytes(room._written(forged.certificate))  # noqa: SLF001
    (tmp_path / LEAF_KEY).write_bytes(room._pem(forged.key))  # noqa: SLF001
    certified = room.Certified(tmp_path / LEAF, tmp_path / LEAF_KEY, "", tmp_path / AUTHORITY)
    with served(certified) as port, pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        heard(port, trusting(tmp_path))


def kept(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_certificate_stays_until_an_address_changes_or_it_ends(tmp_path):
    first = made(tmp_path)
    before = kept(tmp_path)
    assert made(tmp_path, reversed(HERE), NOW + timedelta(days=300)) == first
    assert kept(tmp_path) == before
    moved = made(tmp_path, (*HERE, "192.168.1.20"))
    after = kept(tmp_path)
    assert moved.fingerprint == first.fingerprint, "telephones trust it as before"
    assert after[AUTHORITY] == before[AUTHORITY]
    assert after[LEAF] != before[LEAF]
    made(tmp_path, (*HERE, "192.168.1.20"), NOW + timedelta(days=380))
    assert kept(tmp_path)[LEAF] != after[LEAF]


def test_a_clock_that_was_wrong_at_first_is_mended_by_another_certificate(tmp_path):
    wrong = datetime(2000, 1, 1, tzinfo=UTC)
    first = made(tmp_path, HERE, wrong)
    with served(made(tmp_path)) as port:
        assert heard(port, trusting(tmp_path))[0] == b"kiosk"
    assert made(tmp_path).fingerprint == first.fingerprint


def test_checklist_29_nobody_else_reads_the_keys(tmp_path):
    folder = tmp_path / "keys"
    made(folder)
    assert open_to_others(folder) == ()


@pytest.mark.parametrize("name", [AUTHORITY, AUTHORITY_KEY])
def test_a_damaged_authority_is_said(tmp_path, name):
    made(tmp_path)
    (tmp_path / name).write_bytes(b"-----BEGIN nothing")
    with pytest.raises(KioskError, match="damaged"):
        made(tmp_path)


def test_a_damaged_certificate_is_made_anew(tmp_path):
    first = made(tmp_path)
    (tmp_path / LEAF).write_bytes(b"-----BEGIN nothing")
    assert made(tmp_path) == first
    with served(made(tmp_path)) as port:
        assert heard(port, trusting(tmp_path))[0] == b"kiosk"


def test_an_authority_that_was_packed_goes_on_elsewhere(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    assert packed_authority(here) == b""
    before = made(here)
    unpack_authority(packed_authority(here), there)
    after = made(there)
    assert after.fingerprint == before.fingerprint
    assert open_to_others(there) == ()
    with served(after) as port:
        assert heard(port, trusting(here))[0] == b"kiosk"


def test_an_authority_whose_key_is_not_its_own_is_refused(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    made(one)
    made(other)
    mixed = (one / AUTHORITY).read_bytes() + (other / AUTHORITY_KEY).read_bytes()
    for packed in (mixed, b"", (one / AUTHORITY).read_bytes()):
        with pytest.raises(KioskError, match="damaged"):
            unpack_authority(packed, tmp_path / "new")
    assert not (tmp_path / "new").exists()
