-- What running the platform costs a tenant, for savings less what they cost.

CREATE TABLE platform_costs (
    tenant_id BLOB PRIMARY KEY NOT NULL REFERENCES tenants (id),
    monthly_pico INTEGER NOT NULL CHECK (monthly_pico >= 0),
    setup_pico INTEGER NOT NULL CHECK (setup_pico >= 0),
    -- An ISO date in the tenant's zone; none for the day of the first request.
    since TEXT
) STRICT, WITHOUT ROWID;
