-- What a tenant keeps of the dashboard: names for its addresses, and files of rows that it asked for.

CREATE TABLE views (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    page text NOT NULL,
    query text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- `query` says which rows, and after which one the next part begins.
CREATE TABLE exports (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    state text NOT NULL,
    query text NOT NULL,
    zone text NOT NULL,
    rows_total bigint,
    rows_done bigint NOT NULL,
    bytes bigint NOT NULL,
    parts bigint NOT NULL,
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    expires_at timestamptz,
    error text,
    PRIMARY KEY (tenant_id, id)
);

-- The worker looks every few seconds for what is to be made or swept.
CREATE INDEX exports_open ON exports (tenant_id) WHERE state IN ('queued', 'running', 'removed');
CREATE INDEX exports_expiry ON exports (expires_at);

-- Their parts, compressed already.
CREATE TABLE export_parts (
    tenant_id uuid NOT NULL,
    export_id uuid NOT NULL,
    part bigint NOT NULL,
    bytes bigint NOT NULL,
    crc32 bigint NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (tenant_id, export_id, part),
    FOREIGN KEY (tenant_id, export_id) REFERENCES exports (tenant_id, id)
);
ALTER TABLE export_parts ALTER COLUMN data SET STORAGE EXTERNAL;

DO $$
DECLARE
    name text;
    bound constant text := '(SELECT nullif(current_setting(''app.current_tenant_id'', true), '''')::uuid)';
BEGIN
    FOREACH name IN ARRAY ARRAY['views', 'exports', 'export_parts'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I TO tollkeeper_api USING (tenant_id = %s)', name, bound);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE (name, page, query), DELETE ON views TO tollkeeper_api;
GRANT SELECT, INSERT, DELETE,
    UPDATE (state, query, rows_total, rows_done, bytes, parts, done_at, expires_at, error) ON exports TO tollkeeper_api;
GRANT SELECT, INSERT, DELETE ON export_parts TO tollkeeper_api;

-- The worker looks up which tenants have something to make or to sweep, in one statement for all of them. Of an export it
-- sees nothing else: the work is done with its tenant bound.
CREATE POLICY worker ON exports FOR SELECT TO tollkeeper_worker USING (true);
GRANT SELECT (tenant_id, state, expires_at) ON exports TO tollkeeper_worker;
