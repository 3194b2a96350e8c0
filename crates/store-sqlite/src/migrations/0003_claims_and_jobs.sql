-- Claims on the consumer's offsets, and jobs that one process runs at a time.

-- Counts the claims of a partition: only the newest may move its offset.
ALTER TABLE consumer_offsets ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;

CREATE TABLE jobs (
    name TEXT PRIMARY KEY NOT NULL,
    begun_at INTEGER,
    -- When someone asked for a run that has not begun yet.
    asked_at INTEGER,
    succeeded_at INTEGER,
    -- How the last run ended; all empty while it runs.
    ok INTEGER,
    changed INTEGER,
    -- Who runs it, and until when that is believed.
    owner BLOB,
    held_until INTEGER
) STRICT, WITHOUT ROWID;
