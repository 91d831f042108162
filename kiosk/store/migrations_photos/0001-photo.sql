-- Pictures by their SHA-256; written before anything refers to them.
CREATE TABLE photo (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
    jpeg   BLOB NOT NULL
) STRICT;
