#!/usr/bin/env bash
# Measures a cluster on loopback: a gateway, a worker and two API nodes of the binary on a real PostgreSQL, Kafka and Redis.
# PostgreSQL and Kafka are those of `make services`; the database, the topics' prefix, the Redis server and every process are
# this run's own, and what it starts it ends, by pid. Its topics stay, named bench-PID-…: the broker's jars hold no tool to drop
# them; they are empty after the broker's retention of 24 h, and go with `scripts/services down --wipe`.
#
#   bench/cluster.sh [--rows N] [--more-rows N] [--seconds S] [--only STEP,…] [--keep]
#
#   --rows N       events sent before questions are asked, over 30 days (500000)
#   --more-rows N  raw rows beside them, copied in the database, before the same questions are asked again (0: none)
#   --seconds S    how long each measurement takes (60)
#   --only STEP,…  of: fill, lag, uniform, questions, uncached, more, live, sockets, subscribed
#   --keep         leave the database
#   BENCH_BIN      a folder with the built programs; without it they are built
#   SERVICES_ENV   the addresses of the services (target/services.env)
set -euo pipefail
cd "$(dirname "$0")/.."

rows=500000 more=0 seconds=60 keep=0
steps=fill,lag,uniform,live,questions,uncached,more,sockets,subscribed
while [ $# -gt 0 ]; do
  case "$1" in
    --rows) rows=${2:?--rows needs a number}; shift ;;
    --more-rows) more=${2:?--more-rows needs a number}; shift ;;
    --seconds) seconds=${2:?--seconds needs a number}; shift ;;
    --only) steps=${2:?--only needs steps}; shift ;;
    --keep) keep=1 ;;
    *) sed -n 's/^#   //p' "$0" >&2; exit 2 ;;
  esac
  shift
done
wanted() { case ",$steps," in *",$1,"*) return 0 ;; *) return 1 ;; esac; }

env_file=${SERVICES_ENV:-target/services.env}
[ -r "$env_file" ] || { echo "$env_file is not there: run make services" >&2; exit 1; }
# shellcheck disable=SC1090
. "$env_file"
if [ -z "${BENCH_BIN:-}" ]; then
  cargo build --release --locked -p bench -p server
  BENCH_BIN=${CARGO_TARGET_DIR:-target}/release
fi
bin=$BENCH_BIN
tenants=10000
# Ten thousand sockets, and their other ends.
ulimit -n "$(ulimit -Hn)"

work=$(mktemp -d)
database=tollkeeper_bench_$$
prefix=bench-$$-
declare -A pid
finish() {
  # The processes first, each given time to end well; then what they used.
  for name in "${!pid[@]}"; do [ "$name" = redis ] || kill "${pid[$name]}" 2>/dev/null || true; done
  for name in "${!pid[@]}"; do [ "$name" = redis ] || wait "${pid[$name]}" 2>/dev/null || true; done
  if [ -n "${pid[redis]:-}" ]; then kill "${pid[redis]}" 2>/dev/null || true; wait "${pid[redis]}" 2>/dev/null || true; fi
  if [ "$keep" = 0 ]; then
    psql "$POSTGRES_OWNER_URL" -qc "DROP DATABASE IF EXISTS $database" || true
  else
    echo "left: database $database, folder $work" >&2
    return
  fi
  rm -rf "$work"
}
trap finish EXIT

# Waits at most sixty seconds for a command to succeed.
await() {
  for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return 0; sleep 0.2; done
  echo "gave up waiting for: $*" >&2
  tail -n 20 "$work"/*.log >&2
  return 1
}

# The same server, another database.
of_database() {
  case "$1" in
    *\?*) echo "${1%/*}/$database?${1#*\?}" ;;
    *) echo "${1%/*}/$database" ;;
  esac
}
# The superuser's URL has slashes in its parameters only as %2F.
super=$(of_database "$POSTGRES_SUPERUSER_URL")
sql() { psql "$super" -qtAX -v ON_ERROR_STOP=1 "$@"; }

psql "$POSTGRES_OWNER_URL" -qc "CREATE DATABASE $database"
TOLLKEEPER__STORE__URL=$(of_database "$POSTGRES_URL")
TOLLKEEPER__STORE__OWNER_URL=$(of_database "$POSTGRES_OWNER_URL")
export TOLLKEEPER__STORE__URL TOLLKEEPER__STORE__OWNER_URL
export TOLLKEEPER__EVENTS__URL=$KAFKA_URL TOLLKEEPER__EVENTS__TOPIC_PREFIX=$prefix TOLLKEEPER__EVENTS__GROUP=${prefix}workers
cat >"$work/tollkeeper.toml" <<CONF
[[provider]]
name = "openai"
kind = "sandbox"
catalogue = "openai"

[[provider]]
name = "anthropic"
kind = "sandbox"
catalogue = "anthropic"
CONF
"$bin/tollkeeper" migrate --config "$work/tollkeeper.toml" --data-dir "$work/migrate" >&2
"$bin/bench" population --tenants "$tenants" | sql >/dev/null

redis_port=${BENCH_REDIS_PORT:-21379}
redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --maxmemory 1gb \
  --maxmemory-policy allkeys-lru --dir "$work" >"$work/redis.log" 2>&1 &
pid[redis]=$!
await redis-cli -p "$redis_port" ping

# start NAME ROLE PORT CACHE
start() {
  TOLLKEEPER__CACHE__URL=$4 "$bin/tollkeeper" serve --config "$work/tollkeeper.toml" --role "$2" --listen "127.0.0.1:$3" \
    --data-dir "$work/$1" >"$work/$1.log" 2>&1 &
  pid[$1]=$!
  await curl -sf "http://127.0.0.1:$3/readyz"
}
base=${BENCH_PORT:-21780}
redis=redis://127.0.0.1:$redis_port
gateway=http://127.0.0.1:$base worker=http://127.0.0.1:$((base + 1))
api=http://127.0.0.1:$((base + 2)) plain=http://127.0.0.1:$((base + 3))
start gateway gateway "$base" "$redis"
start worker worker $((base + 1)) "$redis"
start api api $((base + 2)) "$redis"
start plain api $((base + 3)) memory:

# A heading and how loaded the machine is, then a measurement that may fail without ending the others.
step() {
  printf '\n#### %s\n\n' "$1"
  shift
  timeout 900 "$@" || printf '\nfailed: %s\n' "$*"
}
send=("$bin/bench" events --kafka "$KAFKA_URL" --topic-prefix "$prefix" --folder "$work/journal" --tenants "$tenants")
watched=(--rate 5000 --count 10000000 --seconds "$seconds" --worker "$worker" --api "$api")
counted() { sql -c "SELECT sum(requests) FROM usage_rollup_quarter"; }
# Waits until the ledger holds so many requests; at most ten minutes.
until_counted() {
  for _ in $(seq 300); do
    [ "$(counted)" -ge "$1" ] && return 0
    sleep 2
  done
  echo "the ledger holds $(counted) requests and not $1" >&2
  return 1
}
# Asks for the hourly job and waits until no hour is left to it; at most ten minutes.
roll_up() {
  local began
  began=$(date +%s%3N)
  curl -sf -X POST -H "Authorization: Bearer $(cat "$work/api/admin-key")" "$api/api/v1/admin/jobs/rollup/run" >/dev/null || true
  for _ in $(seq 3000); do
    if [ "$(sql -c "SELECT count(*) FROM rollup_pending")" = 0 ]; then
      printf '\nhourly job: no hour left after %s ms\n' "$(($(date +%s%3N) - began))"
      return 0
    fi
    sleep 0.2
  done
  echo "hourly job: hours are left after ten minutes"
}
# ask NAME API PID RATE
ask() {
  printf '\n'
  "$bin/bench" questions --name "$1" --api "$2" --pid "$3" --rate "$4" --seconds "$seconds" --tenants "$tenants" \
    --seed "${RANDOM}"
}
sizes() {
  sql -F ' | ' <<'SQL'
SELECT '| raw rows | ' || (SELECT count(*) FROM usage_metrics) || ' | raw bytes a row, index included | '
  || (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('usage_metrics') WHERE isleaf)::bigint / greatest(1, (SELECT count(*) FROM usage_metrics))
  || ' | quarter sums | ' || (SELECT count(*) FROM usage_rollup_quarter)
  || ' | bytes a sum, index included | ' || pg_total_relation_size('usage_rollup_quarter') / greatest(1, (SELECT count(*) FROM usage_rollup_quarter))
  || ' | days | ' || (SELECT count(*) FROM analytics_daily) || ' | provider hours | ' || (SELECT count(*) FROM provider_performance)
  || ' | pending hours | ' || (SELECT count(*) FROM rollup_pending) || ' |';
SQL
}

echo "machine: $(nproc) cores, load $(cut -d ' ' -f 1-3 /proc/loadavg), $(date -u +%Y-%m-%d)"
if wanted fill; then
  began=$(date +%s%3N)
  step "fill: $rows events over 30 days, as fast as they go" "${send[@]}" --rate 0 --count "$rows" --seconds 600 --days 30 --seed 11
  until_counted "$rows"
  printf '\nall counted after %s ms\n' "$(($(date +%s%3N) - began))"
  printf '\n%s\n' "$(sizes)"
  roll_up
fi
if wanted lag; then step "lag: 5,000 events/s, Zipf(1.1)" "${send[@]}" "${watched[@]}" --seed 12; fi
if wanted uniform; then step "lag: 5,000 events/s, uniform" "${send[@]}" "${watched[@]}" --seed 13 --draw uniform; fi
if wanted live; then
  step "live: answered until shown" "$bin/bench" live --gateway "$gateway" --api "$api"
fi
if wanted questions; then
  printf '\n#### questions, with Redis\n'
  ask "cached, from cold" "$api" "${pid[api]}" 1000
  ask "cached, warm" "$api" "${pid[api]}" 1000
fi
if wanted uncached; then
  printf '\n#### questions, nothing kept\n'
  for rate in ${BENCH_UNCACHED_RATES:-20 50}; do ask "uncached" "$plain" "${pid[plain]}" "$rate"; done
fi
if wanted more && [ "$more" -gt 0 ]; then
  printf '\n#### questions again, with more raw rows\n\n'
  # Copies of raw rows beside the same sums: what grows is what the dashboard must not depend on.
  columns=$(sql -c "SELECT string_agg(CASE column_name WHEN 'event_id' THEN 'gen_random_uuid()' WHEN 'timestamp'
    THEN 'timestamp + (n || '' ms'')::interval' ELSE column_name END, ', ' ORDER BY ordinal_position)
    FROM information_schema.columns WHERE table_name = 'usage_metrics'")
  have=$(sql -c "SELECT count(*) FROM usage_metrics")
  sql -c "INSERT INTO usage_metrics SELECT $columns FROM usage_metrics, generate_series(1, ceil($more / $have.0)::int) n
    WHERE timestamp < date_trunc('day', now(), 'UTC') - interval '1 second' AND timestamp::time < '23:59:59'"
  sql -c "ANALYZE usage_metrics"
  printf '%s\n' "$(sizes)"
  for rate in ${BENCH_UNCACHED_RATES:-20 50}; do ask "uncached, more raw rows" "$plain" "${pid[plain]}" "$rate"; done
  ask "cached, warm, more raw rows" "$api" "${pid[api]}" 1000
fi
if wanted sockets; then
  step "sockets: idle" "$bin/bench" sockets --api "$api" --pid "${pid[api]}"
fi
if wanted subscribed; then
  step "sockets: subscribed" "$bin/bench" sockets --api "$plain" --pid "${pid[plain]}" --subscribe --count "${BENCH_SUBSCRIBED:-1000}"
fi
