-- The database and its three logins, made once by an administrator; what they may do there, `tollkeeper migrate` grants.
--
-- The passwords come from the environment, so that they stand in no file and in no list of processes (psql 15 or newer):
--   OWNER_PASSWORD=… APP_PASSWORD=… WORKER_PASSWORD=… psql -X -v ON_ERROR_STOP=1 -f deploy/postgres/logins.sql postgres
-- It may be run again: then it sets the passwords anew and changes nothing else.
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv worker_password WORKER_PASSWORD

SET password_encryption = 'scram-sha-256';
SELECT 'CREATE ROLE ' || name
    FROM (VALUES ('tollkeeper_owner'), ('tollkeeper_app'), ('tollkeeper_app_worker')) AS wanted (name)
    WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec

-- Owns the tables and makes the three group roles; for `tollkeeper migrate` only.
ALTER ROLE tollkeeper_owner LOGIN CREATEROLE NOCREATEDB PASSWORD :'owner_password';
-- These two have no rights of their own. NOINHERIT: a group role's rights hold only in a transaction that takes the role.
ALTER ROLE tollkeeper_app LOGIN NOINHERIT NOCREATEROLE NOCREATEDB PASSWORD :'app_password';
ALTER ROLE tollkeeper_app_worker LOGIN NOINHERIT NOCREATEROLE NOCREATEDB PASSWORD :'worker_password';
-- An administrator who is no superuser, as on managed servers, may give a database only to a role of his own.
SELECT format('GRANT tollkeeper_owner TO %I', rolname) FROM pg_roles WHERE rolname = current_user AND NOT rolsuper \gexec

SELECT 'CREATE DATABASE tollkeeper OWNER tollkeeper_owner ENCODING ''UTF8'' TEMPLATE template0'
    WHERE 'tollkeeper' NOT IN (SELECT datname FROM pg_database) \gexec
REVOKE CONNECT ON DATABASE tollkeeper FROM PUBLIC;
GRANT CONNECT ON DATABASE tollkeeper TO tollkeeper_app, tollkeeper_app_worker;

-- In PostgreSQL 14 everybody may still make tables in `public`; from 15 on only the database's owner.
\connect tollkeeper
ALTER SCHEMA public OWNER TO tollkeeper_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
