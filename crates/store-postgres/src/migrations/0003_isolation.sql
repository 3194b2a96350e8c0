-- Who may see and do what.
--
-- tollkeeper_api      a tenant's own rows, whose id is bound to the transaction; nothing where none is bound
-- tollkeeper_worker   batches of many tenants: every row, of the ledger's tables only
-- tollkeeper_operator tenants, keys, sessions, prices, letters, jobs: every row, of the directory's tables only
--
-- Row-level security is forced, so that the owner of the tables, too, sees no row of a tenant.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tollkeeper_api, tollkeeper_worker, tollkeeper_operator;
GRANT SELECT ON schema_migrations TO PUBLIC;

DO $$
DECLARE
    name text;
    bound constant text := '(SELECT nullif(current_setting(''app.current_tenant_id'', true), '''')::uuid)';
BEGIN
    -- Every table with a tenant; in `tenants` itself the id is the tenant.
    FOREACH name IN ARRAY ARRAY[
        'usage_metrics', 'usage_rollup_quarter', 'analytics_daily', 'analytics_weekly', 'analytics_monthly',
        'rollup_pending', 'provider_performance', 'dirty_hours', 'dead_letters',
        'users', 'api_keys', 'usage_alerts', 'usage_alert_history', 'provider_cost_configs', 'audit_log'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I TO tollkeeper_api USING (tenant_id = %s)', name, bound);
    END LOOP;
    ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
    ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
    EXECUTE format('CREATE POLICY tenant ON tenants TO tollkeeper_api USING (id = %s)', bound);

    FOREACH name IN ARRAY ARRAY[
        'usage_metrics', 'usage_rollup_quarter', 'analytics_daily', 'analytics_weekly', 'analytics_monthly',
        'rollup_pending', 'provider_performance', 'dirty_hours', 'dead_letters'
    ] LOOP
        EXECUTE format('CREATE POLICY worker ON %I TO tollkeeper_worker USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tollkeeper_worker', name);
        -- What a tenant may do to its own rows of the ledger: read them, and have them erased.
        EXECUTE format('GRANT SELECT, DELETE ON %I TO tollkeeper_api', name);
    END LOOP;

    FOREACH name IN ARRAY ARRAY[
        'tenants', 'api_keys', 'provider_cost_configs', 'audit_log', 'dead_letters'
    ] LOOP
        EXECUTE format('CREATE POLICY operator ON %I TO tollkeeper_operator USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- The worker looks up whose events it may count and in which zone their days are.
CREATE POLICY worker ON tenants FOR SELECT TO tollkeeper_worker USING (true);
GRANT SELECT ON tenants, price_state TO tollkeeper_worker;
GRANT SELECT, INSERT, UPDATE ON consumer_offsets, ledger_marks TO tollkeeper_worker;
GRANT USAGE ON SEQUENCE dirty_marks TO tollkeeper_worker;

-- A new zone of a tenant marks all its hours to be folded again.
GRANT SELECT, UPDATE (timezone) ON tenants TO tollkeeper_api;
GRANT INSERT, UPDATE (version, anew) ON rollup_pending TO tollkeeper_api;
GRANT SELECT, INSERT, UPDATE (name, email), DELETE ON users TO tollkeeper_api;
GRANT SELECT, INSERT, UPDATE (name, rule, enabled, state, state_since, value, evaluated_at, memory), DELETE
    ON usage_alerts TO tollkeeper_api;
GRANT SELECT, INSERT, UPDATE (revoked_at) ON api_keys TO tollkeeper_api;
GRANT SELECT, INSERT ON usage_alert_history TO tollkeeper_api;

GRANT SELECT, INSERT, UPDATE (name, closed_at) ON tenants TO tollkeeper_operator;
GRANT SELECT ON api_keys TO tollkeeper_operator;
GRANT SELECT, INSERT, DELETE ON sessions TO tollkeeper_operator;
GRANT SELECT, INSERT, UPDATE ON providers TO tollkeeper_operator;
GRANT SELECT, UPDATE (version) ON price_state TO tollkeeper_operator;
GRANT SELECT, INSERT, UPDATE (effective_to) ON provider_cost_configs TO tollkeeper_operator;
GRANT SELECT, DELETE ON dead_letters TO tollkeeper_operator;
GRANT SELECT, INSERT ON audit_log TO tollkeeper_operator;
GRANT SELECT, INSERT, UPDATE ON jobs TO tollkeeper_operator;
