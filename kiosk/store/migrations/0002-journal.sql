-- The journal: append-only. The leaf that is hashed is not stored: it is a function of the columns
-- (kiosk/domain/journal.py), so that a record has one truth. docs/decisions/0030 has the figures.

-- n = number of the life << 40 | seq: each life is one run of rows, and the newest grows at the end.
-- hash: SHA-256 of the leaf, then the root of each larger complete subtree that this record ends
-- (RFC 6962); the frontier is read from it, and no other page is written for it.
CREATE TABLE journal (
    n              INTEGER PRIMARY KEY,
    kind           TEXT NOT NULL,
    occurred_at    INTEGER NOT NULL, -- microseconds UTC
    recorded_at    INTEGER NOT NULL,
    clock          TEXT NOT NULL,
    hybrid         INTEGER NOT NULL,
    gate           TEXT,
    direction      TEXT,
    zone_from      TEXT,
    zone_to        TEXT,
    method         TEXT,
    badge          INTEGER,
    match          TEXT,
    subject        BLOB,
    outcome        TEXT,
    reason         TEXT,
    notices        TEXT, -- words, separated by one space
    alerts         TEXT,
    operator       TEXT NOT NULL,
    list_version   INTEGER NOT NULL,
    policy_version INTEGER NOT NULL,
    answers        BLOB, -- station, life, seq (8 bytes, big-endian)
    commitment     BLOB,
    detail         TEXT,
    hash           BLOB NOT NULL CHECK (length(hash) >= 32 AND length(hash) % 32 = 0)
) STRICT;

CREATE TRIGGER journal_keeps_what_it_has BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no UPDATE'); END;

CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no DELETE'); END;

-- A row goes behind the last one of its life, or begins one; so nothing is replaced either.
CREATE TRIGGER journal_grows_at_its_end BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE n = NEW.n)
    OR (NEW.n & 0xFFFFFFFFFF > 0 AND NOT EXISTS (SELECT 1 FROM journal WHERE n = NEW.n - 1))
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: rows are added at its end'); END;

-- What a commitment stands for: text and salt go together, when they are erased or have expired.
CREATE TABLE journal_text (
    n          INTEGER PRIMARY KEY REFERENCES journal,
    salt       BLOB NOT NULL CHECK (length(salt) = 16),
    text       BLOB NOT NULL,   -- UTF-8; of a code that is not ours also what is no Unicode
    expires_at INTEGER          -- NULL: kept until somebody erases it
) STRICT;
CREATE INDEX journal_text_expiry ON journal_text (expires_at) WHERE expires_at IS NOT NULL;

-- Signed heads (kiosk/domain/head.py). n = number of the life << 40 | size.
CREATE TABLE head (
    n         INTEGER PRIMARY KEY,
    note      TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER head_keeps_what_it_has BEFORE UPDATE ON head
BEGIN SELECT RAISE(ABORT, 'heads are append-only: no UPDATE'); END;

CREATE TRIGGER head_loses_nothing BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'heads are append-only: no DELETE'); END;

CREATE TRIGGER head_replaces_nothing BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'heads are append-only: no REPLACE'); END;
