"""The station's own authority for TLS: it vouches for the station's addresses, and for nothing else.

1. The authority's certificate is ECDSA on P-256, with path length 0 and critical name constraints (RFC 5280,
   4.2.1.10): private IPv4 addresses, `.local` and `home.arpa`. Browsers refuse it for any other site.
2. The certificate of the station (the leaf) is made anew when its addresses change, or when it ends soon.
3. Both keys lie in the keys folder, 0600; the authority's certificate there is what telephones are given.
4. TLS 1.2 at least.
"""

import hashlib
import os
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.domain.clock import RandomBytes
from kiosk.domain.errors import KioskError

AUTHORITY, AUTHORITY_KEY = "authority.crt", "authority.key"
LEAF, LEAF_KEY = "tls.crt", "tls.key"
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
DOMAINS = ("local", "home.arpa", "localhost")
AUTHORITY_BEGINS, AUTHORITY_ENDS = datetime(2025, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
"""Fixed: made while the clock was wrong, it is good all the same, and nobody must trust another one."""
LEAF_LASTS = timedelta(days=397)
"""Longer ones are refused by Apple's devices."""
_RENEWED_BEFORE = timedelta(days=30)
_EARLIER = timedelta(days=1)
"""A telephone's clock may be behind."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (SEC 2, 2.4.2)."""
_KEY_BYTES, _SERIAL_BYTES = 40, 16

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Certified:
    """What a server needs: the certificate with its chain, and its key; both are files in PEM.

    Attributes:
        fingerprint: SHA-256 of the authority's certificate, as browsers show it.
        authority: the authority's own certificate, which telephones are to trust.
    """

    certificate: Path
    key: Path
    fingerprint: str
    authority: Path

    def context(self) -> ssl.SSLContext:
        """Return a server's context: TLS 1.2 at least."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.load_cert_chain(self.certificate, self.key)
        return made


def certificate_for(folder: Path, addresses: Iterable[str], now: datetime, random: RandomBytes) -> Certified:
    """Return a certificate for this station's addresses, made anew only where it must be.

    Args:
        folder: of the keys.
        addresses: private IPv4 addresses, and names in `.local` or `home.arpa`.
        now: the station's certificate begins a day before.
        random: draws keys and serial numbers.

    Raises:
        KioskError: an address is none that the authority may vouch for, or the keys are damaged or cannot be
            written.
    """
    names = sorted({_checked(address) for address in addresses})
    if not names:
        raise KioskError("this computer has no address in a network", "connect it to a network first")
    try:
        authority, key = _authority(folder, random)
        if not _is_good(folder, names, authority, now):
            made = _leaf(names, (authority, key), now, random)
            _write(folder / LEAF_KEY, _pem(made.key))
            _write(folder / LEAF, _written(made.certificate) + _written(authority))
    except OSError as denied:
        raise KioskError(
            "{folder} cannot be written: {why}", "check its rights", folder=folder, why=denied.strerror
        ) from denied
    except ValueError as damaged:
        raise KioskError(
            "the certificates in {folder} are damaged",
            "remove {authority} and {key} there; telephones must then trust the new one",
            folder=folder,
            authority=AUTHORITY,
            key=AUTHORITY_KEY,
        ) from damaged
    return Certified(folder / LEAF, folder / LEAF_KEY, fingerprint_of(authority), folder / AUTHORITY)


def packed_authority(folder: Path) -> bytes:
    """Return a folder's authority for a backup, certificate and key in PEM; b"" where there is none.

    Raises:
        KioskError: its files cannot be read.
    """
    if not (folder / AUTHORITY).exists() or not (folder / AUTHORITY_KEY).exists():
        return b""
    try:
        return (folder / AUTHORITY).read_bytes() + (folder / AUTHORITY_KEY).read_bytes()
    except OSError as denied:
        raise KioskError(
            "{folder} cannot be read: {why}", "check its rights", folder=folder, why=denied.strerror
        ) from denied


def unpack_authority(packed: bytes, folder: Path) -> None:
    """Write an authority from a backup into a keys folder; telephones that trust it go on doing so.

    Raises:
        KioskError: it is damaged.
        OSError: it cannot be written.
    """
    try:
        certificate, key = x509.load_pem_x509_certificate(packed), load_pem_private_key(packed, None)
    except ValueError as damaged:
        raise _damaged() from damaged
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise _damaged()
    _write(folder / AUTHORITY_KEY, _pem(key))
    _write(folder / AUTHORITY, _written(certificate))


def _damaged() -> KioskError:
    return KioskError("the authority in this backup is damaged", "use another copy of the backup")


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return SHA-256 of a certificate, in pairs of hexadecimal digits."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest().hex(":").upper()


def _checked(address: str) -> str:
    """Return an address that the authority may vouch for. Raises KioskError for another."""
    name = address.strip().rstrip(".").lower()
    ip = _ip(name)
    if ip is not None and any(ip in IPv4Network(network) for network in PRIVATE):
        return name
    if ip is None and any(name == domain or name.endswith(f".{domain}") for domain in DOMAINS):
        return name
    raise KioskError(
        "{address} is no address in a private network",
        "give the station one, like 192.168.1.20, or a name that ends in .local",
        address=address,
    )


def _ip(name: str) -> IPv4Address | None:
    try:
        return IPv4Address(name)
    except ValueError:
        return None


def _authority(folder: Path, random: RandomBytes) -> tuple[x509.Certificate, Key]:
    """Return the authority, made where there is none."""
    if (folder / AUTHORITY).exists() and (folder / AUTHORITY_KEY).exists():
        return _certificate(folder / AUTHORITY), _key(folder / AUTHORITY_KEY)
    key = _new_key(random)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Kiosk {random(3).hex()}")])
    allowed: list[x509.GeneralName] = [x509.IPAddress(IPv4Network(network)) for network in PRIVATE]
    allowed += [x509.DNSName(domain) for domain in DOMAINS]
    public = key.public_key()
    made = (
        _begun(name, name, public, random)
        .not_valid_before(AUTHORITY_BEGINS)
        .not_valid_after(AUTHORITY_ENDS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(folder / AUTHORITY_KEY, _pem(key))
    _write(folder / AUTHORITY, _written(made))
    return made, key


@dataclass(frozen=True, slots=True)
class _Leaf:
    certificate: x509.Certificate
    key: Key


def _leaf(
    names: list[str], authority: tuple[x509.Certificate, Key], now: datetime, random: RandomBytes
) -> _Leaf:
    """Make a certificate for some addresses."""
    issuer, issuer_key = authority
    key = _new_key(random)
    public = key.public_key()
    alternatives: list[x509.GeneralName] = []
    for name in names:
        ip = _ip(name)
        alternatives.append(x509.DNSName(name) if ip is None else x509.IPAddress(ip))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kiosk station")])
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    made = (
        _begun(subject, issuer.subject, public, random)
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now - _EARLIER + LEAF_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issued_by, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    return _Leaf(made, key)


def _begun(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, random: RandomBytes
) -> x509.CertificateBuilder:
    serial = int.from_bytes(random(_SERIAL_BYTES)) >> 1 | 1
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    return made.public_key(public).serial_number(serial)


def _new_key(random: RandomBytes) -> Key:
    """Draw a key: a number below the order of the curve, from more bits than it has (FIPS 186-5, A.2.1)."""
    drawn = int.from_bytes(random(_KEY_BYTES)) % (_ORDER - 1) + 1
    return ec.derive_private_key(drawn, ec.SECP256R1())


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _is_good(folder: Path, names: list[str], authority: x509.Certificate, now: datetime) -> bool:
    """Say whether the leaf that is there is of this authority, for these addresses, and good for a while."""
    if not (folder / LEAF).exists() or not (folder / LEAF_KEY).exists():
        return False
    try:
        leaf = _certificate(folder / LEAF)
    except ValueError:
        return False
    held = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    told = [*map(str, held.get_values_for_type(x509.IPAddress)), *held.get_values_for_type(x509.DNSName)]
    try:
        leaf.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    lasts = leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc - _RENEWED_BEFORE
    return sorted(told) == names and lasts


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _key(path: Path) -> Key:
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("another kind of key")  # noqa: TRY004 - the file is at fault
    return key


def _written(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes) -> None:
    """Write a file that nobody else may read: whole, or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
