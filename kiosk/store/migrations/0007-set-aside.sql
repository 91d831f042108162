-- Changes that could not be folded: the list goes on without them until somebody settles each.
CREATE TABLE set_aside (
    change     INTEGER PRIMARY KEY REFERENCES change,
    reason     TEXT NOT NULL,           -- kiosk/store/set_aside.py: Obstacle
    set_at     INTEGER NOT NULL,
    settled    TEXT CHECK (settled IN ('applied', 'dropped')),
    settled_at INTEGER
) STRICT;
