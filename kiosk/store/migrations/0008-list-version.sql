-- The version of the list: it rises with every change that is applied, badges included, and never falls.
CREATE TABLE list_version (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    version    INTEGER NOT NULL,
    changed_at INTEGER -- of the newest change; NULL before the first
) STRICT;
INSERT INTO list_version SELECT 1,
    max((SELECT coalesce(max(n), 0) FROM change), (SELECT coalesce(max(list_version), 0) FROM journal))
        + (SELECT count(*) FROM badge),
    nullif(max((SELECT coalesce(max(made_at), 0) FROM change),
        (SELECT coalesce(max(max(issued_at, coalesce(printed_at, 0))), 0) FROM badge)), 0);

CREATE TRIGGER list_version_never_falls BEFORE UPDATE ON list_version WHEN NEW.version <= OLD.version
BEGIN SELECT RAISE(ABORT, 'the version of the list only rises'); END;

CREATE TRIGGER list_version_stays BEFORE DELETE ON list_version
BEGIN SELECT RAISE(ABORT, 'the version of the list only rises'); END;
