-- Paper: what was printed, where it is filed, what it shows; spare numbers; and how each printer is off.

-- Two more states of a badge: its paper is known not to be there (failed), or nobody knows (unsure).
CREATE TABLE badge_again (
    number          INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 4294967295),
    epoch           INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 15),
    accreditation   INTEGER NOT NULL REFERENCES accreditation,
    credential_hash BLOB NOT NULL CHECK (length(credential_hash) = 32),
    state           TEXT NOT NULL CHECK (state IN
        ('issued', 'rendered', 'printed', 'failed', 'unsure', 'handed_over', 'superseded', 'revoked')),
    issue           INTEGER NOT NULL CHECK (issue >= 1),
    superseded_by   INTEGER REFERENCES badge_again,
    issued_at       INTEGER NOT NULL,
    printed_at      INTEGER,
    UNIQUE (accreditation, issue)
) STRICT;
INSERT INTO badge_again SELECT number, epoch, accreditation, credential_hash, state, issue, superseded_by,
    issued_at, printed_at FROM badge;
DROP TABLE badge;
ALTER TABLE badge_again RENAME TO badge;

-- One batch: a PDF that was made, and what became of it.
CREATE TABLE print (
    n           INTEGER PRIMARY KEY,
    file        TEXT NOT NULL,                        -- its name, without the folder; "" for one that was not kept
    sha256      BLOB NOT NULL CHECK (length(sha256) = 32),
    sheet       TEXT NOT NULL,                        -- "" for one badge a page
    printer     TEXT NOT NULL,                        -- "" for a PDF that somebody prints
    job         TEXT NOT NULL,                        -- the spooler's name for it
    first       INTEGER NOT NULL CHECK (first >= 1),  -- the place of its first badge: 2315 of 5000 after a jam
    total       INTEGER NOT NULL CHECK (total >= 1),  -- the place of its last one
    last_carton INTEGER,                              -- the last that it begins; NULL where it begins none
    made_at     INTEGER NOT NULL
) STRICT;

-- One badge in a batch. The newest row of a badge that is printed or unsure is the paper in the world. Facts:
-- JSON, the name of each fact that the paper shows -> the first 8 bytes of its SHA-256 in hexadecimal; emptied
-- when the holder is erased, whose paper may still lie in a carton.
CREATE TABLE paper (
    print    INTEGER NOT NULL REFERENCES print,
    place    INTEGER NOT NULL CHECK (place >= 1),     -- in the batch, as in "2314 / 5000"
    badge    INTEGER NOT NULL REFERENCES badge,
    state    TEXT NOT NULL CHECK (state IN ('rendered', 'printed', 'failed', 'unsure')),
    template TEXT NOT NULL,
    digest   BLOB NOT NULL CHECK (length(digest) = 32),
    facts    TEXT NOT NULL,
    carton   INTEGER,                                 -- NULL: filed nowhere, or taken out
    position INTEGER,
    PRIMARY KEY (print, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_badge ON paper (badge, print);

-- Numbers printed ahead for when no printer works: nobody's, and so dead, until one is linked to a person.
CREATE TABLE spare (
    number          INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 4294967295),
    epoch           INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 15),
    credential_hash BLOB NOT NULL CHECK (length(credential_hash) = 32),
    is_void         INTEGER NOT NULL DEFAULT 0 CHECK (is_void IN (0, 1)), -- destroyed or lost
    made_at         INTEGER NOT NULL
) STRICT;

-- How a printer is off, as measured on its ruler page (kiosk/badge/calibration.py).
CREATE TABLE printer (
    name        TEXT PRIMARY KEY,
    shift_right REAL NOT NULL, -- millimetres
    shift_down  REAL NOT NULL,
    across      REAL NOT NULL CHECK (across > 0), -- what becomes of a length of 1
    along       REAL NOT NULL CHECK (along > 0),
    measured_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
