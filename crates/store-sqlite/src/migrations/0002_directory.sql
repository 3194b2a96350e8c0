-- Who and at what price: providers, prices, users, keys, sessions, alerts, the log of acts.

CREATE TABLE providers (
    name TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    catalogue TEXT NOT NULL,
    simulated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Effective-dated prices. An id is never used again, so that a row of the ledger always names the price it met.
CREATE TABLE provider_cost_configs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id BLOB REFERENCES tenants (id),
    catalogue TEXT NOT NULL,
    model TEXT NOT NULL,
    effective_from INTEGER NOT NULL,
    effective_to INTEGER,
    tiers TEXT NOT NULL,
    source TEXT NOT NULL,
    CHECK (effective_to IS NULL OR effective_to > effective_from)
) STRICT;

-- An owner has one price of a model that begins at a moment; list prices have the empty owner.
CREATE UNIQUE INDEX provider_cost_configs_begin
    ON provider_cost_configs (catalogue, model, coalesce(tenant_id, x''), effective_from);

CREATE TABLE users (
    tenant_id BLOB NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    email TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    tenant_id BLOB NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    user_id BLOB,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_tenant ON api_keys (tenant_id, created_at);

-- Sessions and one-time links, by the hash of their token. No key means the operator's.
CREATE TABLE sessions (
    token BLOB PRIMARY KEY NOT NULL CHECK (length(token) = 32),
    key_id BLOB REFERENCES api_keys (id),
    expires_at INTEGER NOT NULL,
    one_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE usage_alerts (
    tenant_id BLOB NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    rule TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_since INTEGER NOT NULL,
    value TEXT,
    evaluated_at INTEGER,
    created_at INTEGER NOT NULL,
    memory TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_alert_history (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id BLOB NOT NULL,
    alert_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    value TEXT,
    FOREIGN KEY (tenant_id, alert_id) REFERENCES usage_alerts (tenant_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX usage_alert_history_alert ON usage_alert_history (tenant_id, alert_id, at);

CREATE TABLE audit_log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    tenant_id BLOB
) STRICT;
