-- What a tenant keeps of the dashboard: names for its addresses, and files of rows that it asked for.

CREATE TABLE views (
    tenant_id BLOB NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    page TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- Files of rows that a tenant asked for. `query` says which rows, and after which one the next part begins.
CREATE TABLE exports (
    tenant_id BLOB NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    state TEXT NOT NULL,
    query TEXT NOT NULL,
    zone TEXT NOT NULL,
    rows_total INTEGER,
    rows_done INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    expires_at INTEGER,
    error TEXT,
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- Their parts, compressed. Not WITHOUT ROWID: data of this size would lie in the tree of keys.
CREATE TABLE export_parts (
    tenant_id BLOB NOT NULL,
    export_id BLOB NOT NULL,
    part INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    crc32 INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (tenant_id, export_id, part),
    FOREIGN KEY (tenant_id, export_id) REFERENCES exports (tenant_id, id)
) STRICT;
