# Sourced by scripts/services: PostgreSQL, with the two logins that Tollkeeper knows (runtime and owner).

# PostgreSQL refuses to run as root: then its own user runs it.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); else "$@"; fi
}

# password owner|app: made once a data folder. They are secret even here, since who owns roles can make the server run programs.
password() {
    if [ ! -s "$SERVICES_DIR/password-$1" ]; then
        (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$SERVICES_DIR/password-$1")
    fi
    cat "$SERVICES_DIR/password-$1"
}

answers_postgres() {
    "$(postgres_bin)/pg_isready" -q -t 2 -h 127.0.0.1 -p "$(port postgres)"
}

postgres_settings() {
    cat <<SETTINGS
# Written by scripts/services at each start; what stands here beside defaults has its reason beside it.
listen_addresses = '127.0.0.1'
port = $(port postgres)
unix_socket_directories = '$SERVICES_DIR/postgres/socket'
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
# Durability is what the tests are about.
fsync = on
shared_buffers = '512MB'
# Several roles of the binary and several test programs at once, each with its pool.
max_connections = 200
# A question that cannot prune locks every partition and every index of it.
max_locks_per_transaction = 256
SETTINGS
}

# The superuser comes in by the socket alone, whose folder only its owner can enter; over TCP a password is always asked for.
postgres_access() {
    cat <<'ACCESS'
local all postgres trust
host all postgres 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
ACCESS
}

# A server that was killed leaves its process id in two locks. While a stranger has that id, or nobody has buried the process, the
# next server takes them for held. They are given an id that no process can have; their other lines stay, since by those
# PostgreSQL knows whether sessions of the killed server are still at work on the data.
release_locks() {
    for lock in "$SERVICES_DIR/postgres/data/postmaster.pid" "$SERVICES_DIR"/postgres/socket/.s.PGSQL.*.lock; do
        [ -f "$lock" ] || continue
        holder=$(head -n 1 "$lock")
        if [ -n "$(born "$holder")" ] && [ "$(cat "/proc/$holder/comm" 2>/dev/null || echo postgres)" = postgres ]; then continue; fi
        rest=$(tail -n +2 "$lock") && printf '%s\n%s\n' 2147483647 "$rest" >"$lock" || return 1
    done
}

# Sessions of a killed server go on with what they were asked, however long that takes, and lock the data until then. They are
# known by where they are at work.
end_orphans() {
    for cwd in /proc/[0-9]*/cwd; do
        orphan=${cwd#/proc/} orphan=${orphan%/cwd}
        if [ "$cwd" -ef "$SERVICES_DIR/postgres/data" ] && [ "$(cat "/proc/$orphan/comm" 2>/dev/null)" = postgres ]; then
            kill -s KILL "$orphan" 2>/dev/null || true
        fi
    done
}

launch_postgres() {
    home=$SERVICES_DIR/postgres
    bin=$(postgres_bin) || { echo "    PostgreSQL is not installed: 'scripts/services up' installs it" >&2; return 1; }
    major=$("$bin/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
    if [ "$major" -lt 14 ]; then
        echo "    PostgreSQL $major in $bin is too old: install 14 or newer, or set POSTGRES_BIN" >&2
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then chown postgres: "$home"; fi
    chmod 700 "$home"
    if ! as_postgres test -w "$home"; then
        echo "    the user postgres cannot reach $home: set TMPDIR to a folder that everybody can enter" >&2
        return 1
    fi
    as_postgres mkdir -p -m 700 "$home/socket" && as_postgres touch "$home/log" || return 1
    if [ ! -f "$home/data/PG_VERSION" ]; then
        # Text is ordered by its bytes, as in the store of one machine.
        as_postgres "$bin/initdb" -D "$home/data" -U postgres --locale=C --encoding=UTF8 --auth=reject >>"$home/log" 2>&1 || return 1
    elif [ "$(cat "$home/data/PG_VERSION")" != "$major" ]; then
        echo "    the data is PostgreSQL $(cat "$home/data/PG_VERSION")'s and $bin is $major: 'scripts/services down --wipe'" >&2
        return 1
    fi
    postgres_settings >"$home/data/postgresql.conf" && postgres_access >"$home/data/pg_hba.conf" || return 1
    release_locks || return 1
    tries=0
    until as_postgres "$bin/pg_ctl" start -s -w -t 120 -D "$home/data" -l "$home/log" </dev/null >>"$home/log" 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -gt 20 ] || ! tail -n 8 "$home/log" | grep -q "pre-existing shared memory block"; then return 1; fi
        end_orphans
        sleep 0.5
    done
    remember postgres "$(head -n 1 "$home/data/postmaster.pid")"
}

# The two logins and the database. Roles beyond these are the migrations' to make.
settle_postgres() {
    "$(postgres_bin)/psql" -X -q -v ON_ERROR_STOP=1 -h "$SERVICES_DIR/postgres/socket" -p "$(port postgres)" -U postgres -d postgres \
        >>"$(log postgres)" 2>&1 <<SQL
SELECT 'CREATE ROLE ' || name FROM (VALUES ('tollkeeper_owner'), ('tollkeeper_app')) AS wanted (name)
    WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE tollkeeper_owner LOGIN NOSUPERUSER CREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '$(password owner)';
ALTER ROLE tollkeeper_app LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '$(password app)';
SELECT 'CREATE DATABASE tollkeeper OWNER tollkeeper_owner'
    WHERE 'tollkeeper' NOT IN (SELECT datname FROM pg_database) \gexec
SQL
}
