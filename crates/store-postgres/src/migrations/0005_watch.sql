-- The worker looks up which tenants have alert rules to evaluate, in one statement for all of them. Of a rule it sees nothing
-- else: what it says is read with its tenant bound.
CREATE POLICY worker ON usage_alerts FOR SELECT TO tollkeeper_worker USING (true);
GRANT SELECT (tenant_id, enabled) ON usage_alerts TO tollkeeper_worker;
