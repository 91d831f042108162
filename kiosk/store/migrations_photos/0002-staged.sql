-- Pictures that came with an import that is not settled yet: what nobody has in the end is removed.
CREATE TABLE staged (
    import BLOB NOT NULL CHECK (length(import) = 16),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (import, digest)
) STRICT, WITHOUT ROWID;
