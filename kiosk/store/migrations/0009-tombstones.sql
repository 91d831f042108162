-- What keeps an erased person from coming back: hashes under a key of the event (kiosk/domain/tombstone.py).
CREATE TABLE tombstone (
    trace   TEXT NOT NULL CHECK (trace IN ('entity', 'list', 'document', 'email', 'phone', 'name')),
    mark    BLOB NOT NULL CHECK (length(mark) = 16),
    entity  BLOB NOT NULL CHECK (length(entity) = 16), -- of the person who was erased: random, and nobody's now
    change  INTEGER NOT NULL, -- the change by which they were erased
    PRIMARY KEY (trace, mark, entity)
) STRICT, WITHOUT ROWID;

-- Whether the photo file still names the pictures that came with an import.
ALTER TABLE import ADD COLUMN has_photos INTEGER NOT NULL DEFAULT 0 CHECK (has_photos IN (0, 1));
