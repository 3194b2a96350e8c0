-- When providers were not served, and the routes of the gateways' configuration. No tenant's data.

-- The empty model stands for all of a provider.
CREATE TABLE outages (
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    reason TEXT,
    last_state TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (provider, model, began_at),
    CHECK (ended_at >= began_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX outages_end ON outages (ended_at);

CREATE TABLE routes (
    name TEXT PRIMARY KEY NOT NULL,
    strategy TEXT NOT NULL,
    candidates TEXT NOT NULL,
    baseline TEXT,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
