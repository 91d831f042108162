-- Lives that cannot be copied: where each is at home, whose each series is, and badges by their credential's hash.

-- The marks by which a life knows its home (kiosk/domain/home.py). A life from before has none, and has ended.
CREATE TABLE home (
    life INTEGER NOT NULL REFERENCES life,
    kind TEXT NOT NULL CHECK (kind IN ('machine', 'disk', 'network', 'file')),
    mark BLOB NOT NULL CHECK (length(mark) = 16),
    PRIMARY KEY (life, kind, mark)
) STRICT, WITHOUT ROWID;

-- Two lives may draw the same series by chance. seal: 1 without the life in the key (before this), 2 with it.
CREATE TABLE series_again (
    series       INTEGER NOT NULL CHECK (series BETWEEN 0 AND 1023),
    life         BLOB NOT NULL UNIQUE CHECK (length(life) = 16),
    next_counter INTEGER NOT NULL CHECK (next_counter BETWEEN 1 AND 4194304),
    seal         INTEGER NOT NULL CHECK (seal IN (1, 2)),
    PRIMARY KEY (series, life)
) STRICT, WITHOUT ROWID;
INSERT INTO series_again SELECT series, life, next_counter, 1 FROM series;
DROP TABLE series;
ALTER TABLE series_again RENAME TO series;

-- A number may be in two lives, so it is no key: the hash is. paper.badge is the number that the paper shows.
CREATE TABLE paper_again (
    print    INTEGER NOT NULL REFERENCES print,
    place    INTEGER NOT NULL CHECK (place >= 1),
    badge    INTEGER NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('rendered', 'printed', 'failed', 'unsure')),
    template TEXT NOT NULL,
    digest   BLOB NOT NULL CHECK (length(digest) = 32),
    facts    TEXT NOT NULL,
    carton   INTEGER,
    position INTEGER,
    PRIMARY KEY (print, place)
) STRICT, WITHOUT ROWID;
INSERT INTO paper_again SELECT print, place, badge, state, template, digest, facts, carton, position FROM paper;
DROP TABLE paper;
ALTER TABLE paper_again RENAME TO paper;
CREATE INDEX paper_badge ON paper (badge, print);

CREATE TABLE badge_again (
    n               INTEGER PRIMARY KEY,
    number          INTEGER NOT NULL CHECK (number BETWEEN 0 AND 4294967295),
    epoch           INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 15),
    accreditation   INTEGER NOT NULL REFERENCES accreditation,
    credential_hash BLOB NOT NULL UNIQUE CHECK (length(credential_hash) = 32),
    state           TEXT NOT NULL CHECK (state IN
        ('issued', 'rendered', 'printed', 'failed', 'unsure', 'handed_over', 'superseded', 'revoked')),
    issue           INTEGER NOT NULL CHECK (issue >= 1),
    superseded_by   INTEGER,
    issued_at       INTEGER NOT NULL,
    printed_at      INTEGER
) STRICT;
INSERT INTO badge_again (number, epoch, accreditation, credential_hash, state, issue, superseded_by, issued_at,
    printed_at) SELECT * FROM badge;
DROP TABLE badge;
ALTER TABLE badge_again RENAME TO badge;
CREATE INDEX badge_number ON badge (number);
CREATE INDEX badge_accreditation ON badge (accreditation, issue);
