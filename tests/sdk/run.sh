#!/usr/bin/env bash
# Runs the official SDKs, Python and Node, against what listens at TOLLKEEPER_URL (without /v1) with TOLLKEEPER_KEY.
# With --sandbox it starts a sandbox and asks that instead, without a gateway between. Installs what it needs under target/.
#
#   TOLLKEEPER_URL=http://127.0.0.1:8787 TOLLKEEPER_KEY=tk_… tests/sdk/run.sh
#   tests/sdk/run.sh --sandbox
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}

if [ "${1:-}" = --sandbox ]; then
  cargo build --quiet --locked -p sandbox --example serve
  export OPENAI_MODEL=gpt-5.4-mini ANTHROPIC_MODEL=claude-haiku-4-5 TOLLKEEPER_KEY=tk_sandbox
  export EMBEDDING_MODEL=text-embedding-3-small COMPLETION_MODEL=gpt-3.5-turbo-instruct
  address=$(mktemp)
  SANDBOX_KEY=$TOLLKEEPER_KEY SANDBOX_MODELS=$OPENAI_MODEL,$ANTHROPIC_MODEL,$EMBEDDING_MODEL,$COMPLETION_MODEL \
    "$target/debug/examples/serve" >"$address" &
  sandbox=$!
  trap 'kill "$sandbox" 2>/dev/null || true; rm -f "$address"' EXIT
  for _ in $(seq 100); do grep -q : "$address" && break; sleep 0.1; done
  export TOLLKEEPER_URL=http://$(cat "$address")
fi
: "${TOLLKEEPER_URL:?set it to the address without /v1, or give --sandbox}" "${TOLLKEEPER_KEY:?set it to a key}"

# Python. Installed anew only when the pins change.
venv=$target/sdk-venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
if ! cmp -s "$here/python/requirements.txt" "$venv/installed"; then
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/python/requirements.txt"
  cp "$here/python/requirements.txt" "$venv/installed"
fi
timeout 300 "$venv/bin/python" -B -m pytest -q -p no:cacheprovider "$here/python"

# Node. Modules are found beside the script, so the script is run from a copy; the AI SDK needs Node 22.
modules=$target/sdk-node
mkdir -p "$modules"
cp "$here/node/"*.mjs "$modules/"
if ! cmp -s "$here/node/package-lock.json" "$modules/installed"; then
  cp "$here/node/package.json" "$here/node/package-lock.json" "$modules/"
  (cd "$modules" && npm ci --silent --no-audit --no-fund)
  cp "$here/node/package-lock.json" "$modules/installed"
fi
node=node
if [ "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" -lt 22 ]; then
  node22=$target/sdk-node22
  node=$node22/node_modules/.bin/node
  if [ ! -x "$node" ]; then
    mkdir -p "$node22"
    # The package's install step fetches the binary for this machine from the same registry.
    (cd "$node22" && echo '{"private":true,"dependencies":{"node":"22.23.3"}}' >package.json && npm install --silent --no-audit --no-fund)
  fi
fi
(cd "$modules" && timeout 300 "$node" --test --test-reporter=spec ai-sdk.test.mjs)
