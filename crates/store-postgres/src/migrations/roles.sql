-- The three group roles that a runtime login takes for a transaction. They belong to the server, not to one database, so
-- this runs at every migration and tolerates what is there.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['tollkeeper_api', 'tollkeeper_worker', 'tollkeeper_operator'] LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted);
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            -- Somebody else migrates another database of this server at the same moment.
            NULL;
        END;
    END LOOP;
END
$$;
