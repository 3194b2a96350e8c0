-- What running the platform costs a tenant, for savings less what they cost.

CREATE TABLE platform_costs (
    tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
    monthly_pico bigint NOT NULL CHECK (monthly_pico >= 0),
    setup_pico bigint NOT NULL CHECK (setup_pico >= 0),
    -- An ISO date in the tenant's zone; none for the day of the first request.
    since text
);

ALTER TABLE platform_costs ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform_costs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON platform_costs TO tollkeeper_api
    USING (tenant_id = (SELECT nullif(current_setting('app.current_tenant_id', true), '')::uuid));
REVOKE ALL ON platform_costs FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE (monthly_pico, setup_pico, since) ON platform_costs TO tollkeeper_api;
