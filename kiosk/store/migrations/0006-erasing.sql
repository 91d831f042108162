-- Erasing: found by who a change is about, done in short slices, and finished at the next start if cut short.

CREATE INDEX change_entity ON change (entity);

-- Holders who are erased in the list, but not yet in their changes and in the texts beside the journal.
CREATE TABLE erasing (
    entity  BLOB PRIMARY KEY CHECK (length(entity) = 16),
    subject BLOB CHECK (length(subject) = 16)
) STRICT, WITHOUT ROWID;

-- Pictures that nobody has any more, still to be removed from the photo file.
CREATE TABLE photo_erasing (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;
