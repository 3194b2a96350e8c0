-- Who and at what price: tenants, providers, prices, users, keys, sessions, alerts, jobs, the log of acts.
--
-- Text that is compared or sorted has the collation "C": byte by byte, as the program sorts, on every server.

CREATE TABLE tenants (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    timezone text NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);

CREATE TABLE providers (
    name text COLLATE "C" PRIMARY KEY,
    kind text NOT NULL,
    catalogue text NOT NULL,
    simulated boolean NOT NULL
);

-- Effective-dated prices. An id is never used again, so that a row of the ledger always names the price it met.
CREATE TABLE provider_cost_configs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid REFERENCES tenants (id),
    catalogue text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    effective_from timestamptz NOT NULL,
    effective_to timestamptz,
    tiers text NOT NULL,
    source text NOT NULL,
    CHECK (effective_to > effective_from)
);

-- An owner has one price of a model that begins at a moment; list prices have no owner.
CREATE UNIQUE INDEX provider_cost_configs_list
    ON provider_cost_configs (catalogue, model, effective_from) WHERE tenant_id IS NULL;
CREATE UNIQUE INDEX provider_cost_configs_own
    ON provider_cost_configs (tenant_id, catalogue, model, effective_from) WHERE tenant_id IS NOT NULL;

-- Counts changes of prices and providers. One row.
CREATE TABLE price_state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version bigint NOT NULL
);

INSERT INTO price_state (version) VALUES (0);

CREATE TABLE users (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    email text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    name text NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    user_id uuid,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE INDEX api_keys_tenant ON api_keys (tenant_id, created_at);

-- Sessions and one-time links, by the hash of their token. No key means the operator's.
CREATE TABLE sessions (
    token bytea PRIMARY KEY CHECK (length(token) = 32),
    key_id uuid REFERENCES api_keys (id),
    expires_at timestamptz NOT NULL,
    one_time boolean NOT NULL
);

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE usage_alerts (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    rule text NOT NULL,
    enabled boolean NOT NULL,
    state text NOT NULL,
    state_since timestamptz NOT NULL,
    value text,
    evaluated_at timestamptz,
    created_at timestamptz NOT NULL,
    memory text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE usage_alert_history (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    at timestamptz NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    value text,
    FOREIGN KEY (tenant_id, alert_id) REFERENCES usage_alerts (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX usage_alert_history_alert ON usage_alert_history (tenant_id, alert_id, at);

CREATE TABLE audit_log (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    tenant_id uuid
);

CREATE INDEX audit_log_tenant ON audit_log (tenant_id, seq);

-- Who runs which job, by this server's clock.
CREATE TABLE jobs (
    name text COLLATE "C" PRIMARY KEY,
    begun_at timestamptz,
    -- When someone asked for a run that has not begun yet.
    asked_at timestamptz,
    succeeded_at timestamptz,
    -- How the last run ended; both empty while it runs.
    ok boolean,
    changed bigint,
    -- Who runs it, and until when that is believed.
    owner uuid,
    held_until timestamptz
);
