#!/usr/bin/env bash
# Measures Tollkeeper against the upstream alone, and beside nginx with --nginx. Everything it starts it ends, by pid.
#
#   bench/run.sh [--nginx] [--without-tollkeeper] [--pace once|each|paused] [-- options of `bench compare`]
set -euo pipefail
cd "$(dirname "$0")/.."

nginx=0 tollkeeper=1 pace=each
while [ $# -gt 0 ]; do
  case "$1" in
    --nginx) nginx=1 ;;
    --without-tollkeeper) tollkeeper=0 ;;
    --pace) pace=${2:?--pace needs once, each or paused}; shift ;;
    --) shift; break ;;
    *) echo "unknown option $1; use --nginx, --without-tollkeeper, --pace PACE, -- OPTIONS" >&2; exit 2 ;;
  esac
  shift
done

packages=(-p bench)
[ "$tollkeeper" = 1 ] && packages+=(-p server)
cargo build --release --locked "${packages[@]}"
bin=${CARGO_TARGET_DIR:-target}/release
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

# Waits at most ten seconds for a command to succeed.
await() {
  for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done
  echo "gave up waiting for: $*" >&2
  return 1
}

"$bin/bench" upstream --pace "$pace" >"$work/upstream" &
pids+=($!)
upstream_pid=$!
await grep -q : "$work/upstream"
upstream=$(cat "$work/upstream")
through=()

if [ "$nginx" = 1 ]; then
  if ! command -v nginx >/dev/null; then
    apt-get update -qq && apt-get install -y -qq nginx-light >/dev/null
  fi
  port=${BENCH_NGINX_PORT:-18788}
  cat >"$work/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  client_body_buffer_size 1m;
  keepalive_requests 10000000;
  upstream bench { server $upstream; keepalive 128; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:$port;
    location / {
      proxy_pass http://bench;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
    }
  }
}
CONF
  nginx -e "$work/nginx.log" -c "$work/nginx.conf" &
  pids+=($!)
  await pgrep -P $!
  workers=$(pgrep -P $! | paste -sd+)
  through+=(--through "name=nginx,url=http://127.0.0.1:$port/v1,pid=$!+$workers")
fi

if [ "$tollkeeper" = 1 ]; then
  port=${BENCH_PORT:-18787}
  base=http://127.0.0.1:$port
  cat >"$work/tollkeeper.toml" <<CONF
listen = "127.0.0.1:$port"
data_dir = "$work/data"

[[provider]]
name = "bench"
kind = "openai-compatible"
base_url = "http://$upstream/v1"
api_key = { env = "BENCH_UPSTREAM_KEY" }
CONF
  BENCH_UPSTREAM_KEY=unused "$bin/tollkeeper" serve --config "$work/tollkeeper.toml" >"$work/tollkeeper.log" 2>&1 &
  pids+=($!)
  tollkeeper_pid=$!
  await curl -sf "$base/readyz" || { tail -20 "$work/tollkeeper.log" >&2; exit 1; }
  admin="Authorization: Bearer $(cat "$work/data/admin-key")"
  post() { curl -sf -H "$admin" -H 'content-type: application/json' -d "$2" "$base$1"; }
  field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" | head -1; }
  tenant=$(post /api/v1/admin/tenants '{"name":"bench"}' | field id)
  key=$(post "/api/v1/admin/tenants/$tenant/keys" '{"name":"bench"}' | field key)
  through+=(--through "name=tollkeeper,url=$base/v1,key=$key,model=bench/bench-model,pid=$tollkeeper_pid")
fi

timeout 900 "$bin/bench" compare --direct "name=direct,url=http://$upstream/v1,pid=$upstream_pid" "${through[@]}" "$@"
