-- What a tenant keeps of the dashboard: names for its addresses.

CREATE TABLE views (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    page text NOT NULL,
    query text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

DO $$
DECLARE
    name text;
    bound constant text := '(SELECT nullif(current_setting(''app.current_tenant_id'', true), '''')::uuid)';
BEGIN
    FOREACH name IN ARRAY ARRAY['views'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I TO tollkeeper_api USING (tenant_id = %s)', name, bound);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE (name, page, query), DELETE ON views TO tollkeeper_api;
