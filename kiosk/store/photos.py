"""The SQL of the photo file: pictures by their SHA-256, written before anything refers to them."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import apsw

from kiosk.store.database import Database, create_database


def create_photos(path: Path) -> Database:
    """Open the photo file, making and migrating it as needed. Raises StoreError."""
    return create_database(path, "migrations_photos")


def keep_photo(connection: apsw.Connection, jpeg: bytes) -> bytes:
    """Write a picture, if it is new, inside the caller's transaction; return its SHA-256."""
    digest = hashlib.sha256(jpeg).digest()
    connection.execute(
        "INSERT INTO photo (digest, jpeg) VALUES (?, ?) ON CONFLICT DO NOTHING", (digest, jpeg)
    )
    return digest


def note_staged(connection: apsw.Connection, identifier: bytes, digests: Iterable[bytes]) -> None:
    """Note that pictures came with an import that is not over yet."""
    query = "INSERT INTO staged (import, digest) VALUES (?, ?) ON CONFLICT DO NOTHING"
    connection.executemany(query, ((identifier, digest) for digest in digests))


def staged_alone(connection: apsw.Connection, identifier: bytes) -> list[bytes]:
    """Return the pictures that came with one import, and with no other that is not over yet."""
    rows = connection.execute(
        "SELECT digest FROM staged s WHERE import = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM staged o WHERE o.digest = s.digest AND o.import <> ?1)",
        (identifier,),
    )
    return [bytes(digest) for (digest,) in rows]


def forget_staged(connection: apsw.Connection, identifier: bytes) -> None:
    """Forget which pictures came with an import, which is over."""
    connection.execute("DELETE FROM staged WHERE import = ?", (identifier,))


def load_photo(connection: apsw.Connection, digest: bytes) -> bytes | None:
    """Return the JPEG with this SHA-256."""
    jpeg: bytes | None = connection.execute("SELECT jpeg FROM photo WHERE digest = ?", (digest,)).get
    return jpeg


def load_photos(connection: apsw.Connection, digests: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the JPEGs with these SHA-256, by SHA-256; missing ones are left out."""
    query = "SELECT digest, jpeg FROM photo WHERE digest IN (SELECT unhex(value) FROM json_each(?))"
    wanted = json.dumps([digest.hex() for digest in digests])
    rows = connection.execute(query, (wanted,))
    return {bytes(digest): bytes(jpeg) for digest, jpeg in rows}


def erase_photos(connection: apsw.Connection, digests: Iterable[bytes]) -> None:
    """Remove pictures; the caller has made sure that no other person has the same."""
    connection.executemany("DELETE FROM photo WHERE digest = ?", ((digest,) for digest in digests))
