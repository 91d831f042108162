-- The list: event, people, rights, badges, presence; and the changes that they are the fold of.

-- One uninterrupted life of this file. The last row is the life that now runs; a restored copy starts another.
CREATE TABLE life (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    event      BLOB NOT NULL CHECK (length(event) = 16),
    station    BLOB NOT NULL CHECK (length(station) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    started_at INTEGER NOT NULL -- microseconds UTC, as every *_at here
) STRICT;

CREATE TABLE event_document (
    version   INTEGER PRIMARY KEY,
    document  TEXT NOT NULL,
    digest    BLOB NOT NULL CHECK (length(digest) = 32),
    loaded_at INTEGER NOT NULL
) STRICT;

-- A set of (day, zone) rows; thousands of people share a few dozen sets. Never changed once written.
-- n is drawn from the SHA-256 of the text, so that a set has the same number on every station.
CREATE TABLE rights (
    n    INTEGER PRIMARY KEY,
    rows TEXT NOT NULL UNIQUE -- "2025-11-11 HALL;2025-11-12 HALL", sorted
) STRICT;

CREATE TABLE holder (
    n            INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    subject      BLOB UNIQUE CHECK (length(subject) = 16), -- NULL once erased
    title        TEXT NOT NULL DEFAULT '',
    given_name   TEXT NOT NULL DEFAULT '',
    family_name  TEXT NOT NULL DEFAULT '',
    name_native  TEXT NOT NULL DEFAULT '',
    organisation TEXT NOT NULL DEFAULT '',
    position     TEXT NOT NULL DEFAULT '',
    country      TEXT NOT NULL DEFAULT '',
    nationality  TEXT NOT NULL DEFAULT '',
    delegation   TEXT NOT NULL DEFAULT '',
    language     TEXT NOT NULL DEFAULT '',
    id_document  TEXT NOT NULL DEFAULT '',
    birth_date   TEXT NOT NULL DEFAULT '',
    email        TEXT NOT NULL DEFAULT '',
    phone        TEXT NOT NULL DEFAULT '',
    host         TEXT NOT NULL DEFAULT '',
    notes        TEXT NOT NULL DEFAULT '',
    photo        BLOB CHECK (length(photo) = 32) -- SHA-256 of a picture in the photo file
) STRICT;

CREATE TABLE accreditation (
    n           INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    holder      INTEGER NOT NULL REFERENCES holder,
    category    TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('pending', 'active', 'suspended', 'blocked')),
    rights      INTEGER NOT NULL REFERENCES rights,
    valid_from  INTEGER,
    valid_until INTEGER,
    is_watched  INTEGER NOT NULL DEFAULT 0 CHECK (is_watched IN (0, 1)),
    source      TEXT NOT NULL DEFAULT '',
    external_id TEXT -- unique within its source; NULL where the list gave none
) STRICT;
CREATE UNIQUE INDEX accreditation_external ON accreditation (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX accreditation_holder ON accreditation (holder);

-- The credential itself is kept nowhere: a desk seals it again from its keys.
CREATE TABLE badge (
    number          INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 4294967295),
    epoch           INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 15),
    accreditation   INTEGER NOT NULL REFERENCES accreditation,
    credential_hash BLOB NOT NULL CHECK (length(credential_hash) = 32),
    state           TEXT NOT NULL CHECK (state IN ('issued', 'rendered', 'printed', 'handed_over', 'superseded', 'revoked')),
    issue           INTEGER NOT NULL CHECK (issue >= 1),
    superseded_by   INTEGER REFERENCES badge,
    issued_at       INTEGER NOT NULL,
    printed_at      INTEGER,
    UNIQUE (accreditation, issue)
) STRICT;

-- A life that issues badges has a series of numbers of its own; counters are never reused.
CREATE TABLE series (
    series       INTEGER PRIMARY KEY CHECK (series BETWEEN 0 AND 1023),
    life         BLOB NOT NULL CHECK (length(life) = 16),
    next_counter INTEGER NOT NULL CHECK (next_counter BETWEEN 1 AND 4194304)
) STRICT;

-- Edits, never altered but for erasing what they say of a person; kiosk/store/changes.py folds them into the
-- tables above. (life, n) names a change; `base` is the n of the change that it was made upon. Field '*' brings
-- a new person: `new` is the whole row as a JSON array. What an import brings waits here until its switch.
CREATE TABLE change (
    n         INTEGER PRIMARY KEY,
    station   BLOB NOT NULL CHECK (length(station) = 16),
    life      BLOB NOT NULL CHECK (length(life) = 16),
    entity    BLOB NOT NULL CHECK (length(entity) = 16),
    field     TEXT NOT NULL,
    old       TEXT,
    new       TEXT,
    base      INTEGER,
    import    INTEGER REFERENCES import,
    made_at   INTEGER NOT NULL,
    operator  TEXT NOT NULL
) STRICT;

CREATE TABLE import (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    source     TEXT NOT NULL,
    file       TEXT NOT NULL,
    digest     BLOB NOT NULL CHECK (length(digest) = 32),
    state      TEXT NOT NULL CHECK (state IN ('staging', 'applying', 'applied', 'abandoned')),
    first      INTEGER NOT NULL, -- its changes lie between these two, with others among them
    last       INTEGER NOT NULL,
    folded     INTEGER NOT NULL, -- up to this one they are in the tables
    beat_at    INTEGER NOT NULL, -- the last sign of life of the command that stages
    started_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;

-- Where each holder is believed to be: the fold of the journal (kiosk/domain/presence.py). Who is outside has no row.
CREATE TABLE presence (
    subject BLOB PRIMARY KEY CHECK (length(subject) = 16),
    zone    TEXT NOT NULL,
    day     TEXT NOT NULL, -- the event day of the record that says so, in ISO form
    since   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When somebody who may escort others last went in at a gate.
CREATE TABLE escort (
    gate TEXT PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many are in each zone itself, sub-zones not included, so that no decision counts rows.
CREATE TABLE occupancy (
    zone    TEXT NOT NULL,
    day     TEXT NOT NULL,
    holders INTEGER NOT NULL,
    PRIMARY KEY (zone, day)
) STRICT, WITHOUT ROWID;

-- Search: folded text (kiosk/domain/folding.py); rowid = holder.n. It keeps no text of its own and is told the
-- old one at each removal: only so are an erased person's words gone from the file at once.
CREATE VIRTUAL TABLE person_search USING fts5 (
    name, name_native, organisation,
    content = '', detail = column, tokenize = 'unicode61 remove_diacritics 0'
);
INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', 1);
