-- Accounts, who is logged in, wrong tries, and codes that work once. All of it is this station's own.

CREATE TABLE account (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16), -- what the journal calls the account
    name       TEXT NOT NULL CHECK (name <> ''),
    key        TEXT NOT NULL UNIQUE,                     -- the name as logins compare it
    password   TEXT,                                     -- argon2id; NULL until its owner chose one
    pin        TEXT,                                     -- argon2id; NULL without one
    roles      TEXT NOT NULL,                            -- words, separated by one space; '' for none
    language   TEXT NOT NULL,
    subject    BLOB UNIQUE CHECK (length(subject) = 16), -- whose badge is the account's; NULL without one
    is_stopped INTEGER NOT NULL DEFAULT 0 CHECK (is_stopped IN (0, 1)),
    made_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One browser. Of its cookie only the SHA-256 is here.
CREATE TABLE session (
    token    BLOB PRIMARY KEY CHECK (length(token) = 32),
    account  BLOB NOT NULL REFERENCES account, -- whose it is; of a gate's screen, who opened it
    gate     TEXT,                             -- whose screen the browser is; NULL for a person's session
    begun_at INTEGER NOT NULL,
    used_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);

-- Wrong tries in a row, for an account's name (its SHA-256: people type passwords there) or for a place.
CREATE TABLE attempt (
    whose    TEXT PRIMARY KEY, -- 'name:<hex>', 'gate:<id>' or 'address:<address>'
    wrong    INTEGER NOT NULL CHECK (wrong >= 1),
    last_at  INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes that work once: to make the first account, or to choose password and PIN of one that is there.
CREATE TABLE once_code (
    code     BLOB PRIMARY KEY CHECK (length(code) = 32), -- SHA-256
    account  BLOB REFERENCES account,                    -- NULL: makes an account that holds every role
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX once_code_account ON once_code (ifnull(account, x''));
