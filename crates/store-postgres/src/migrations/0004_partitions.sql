-- Days of raw rows, made ahead and dropped behind. Only the tables' owner may do that, so the worker asks these two
-- functions. Both wait for locks for a moment only: while one waits for a lock on the table, every batch waits behind it.

-- Makes the days that are missing; answers how many. ATTACH does not hold up batches, as CREATE … PARTITION OF would.
CREATE FUNCTION tollkeeper_make_days(days date[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '300ms'
SET timezone = 'UTC'
AS $$
DECLARE
    day date;
    child text;
    made integer := 0;
    bound constant text := '(SELECT nullif(current_setting(''app.current_tenant_id'', true), '''')::uuid)';
BEGIN
    PERFORM pg_advisory_xact_lock(5503, 2);
    FOREACH day IN ARRAY days LOOP
        IF day < DATE '2000-01-01' OR day > current_date + 400 THEN
            RAISE EXCEPTION 'the day % is far off', day USING ERRCODE = 'datetime_field_overflow';
        END IF;
        child := 'usage_metrics_p' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass('public.' || child) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I (LIKE public.usage_metrics INCLUDING CONSTRAINTS)', child);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', child);
        EXECUTE format('CREATE POLICY tenant ON public.%I TO tollkeeper_api USING (tenant_id = %s)', child, bound);
        EXECUTE format('CREATE POLICY worker ON public.%I TO tollkeeper_worker USING (true) WITH CHECK (true)', child);
        EXECUTE format(
            'ALTER TABLE public.usage_metrics ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            child, day::timestamptz, (day + 1)::timestamptz
        );
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;

-- Drops a day whose rows are past the mark up to which raw rows were swept; says whether it was there.
CREATE FUNCTION tollkeeper_drop_day(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '300ms'
SET timezone = 'UTC'
AS $$
DECLARE
    child constant text := 'usage_metrics_p' || to_char(day, 'YYYYMMDD');
    swept timestamptz;
BEGIN
    SELECT at INTO swept FROM public.ledger_marks WHERE name = 'raw_since';
    IF swept IS NULL OR swept < (day + 1)::timestamptz THEN
        RAISE EXCEPTION 'the day % holds rows that are not swept', day USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF to_regclass('public.' || child) IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE public.%I', child);
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION tollkeeper_make_days(date[]), tollkeeper_drop_day(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tollkeeper_make_days(date[]), tollkeeper_drop_day(date) TO tollkeeper_worker;
