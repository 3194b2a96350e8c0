#!/bin/sh
# Sourced by the other scripts: `step WORDS COMMAND…` says what is done, does it, says how long it took and stops on failure.
step() {
    step_name=$1
    shift
    printf '\n==> %s\n    %s\n' "$step_name" "$*"
    step_began=$(date +%s)
    if "$@"; then
        printf '    ok: %s (%s s)\n' "$step_name" "$(($(date +%s) - step_began))"
    else
        step_code=$?
        printf '    FAILED: %s (exit %s)\n' "$step_name" "$step_code" >&2
        exit "$step_code"
    fi
}

# The system's package manager, as root or through sudo, where there is one.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Installs Debian packages.
install_packages() {
    command -v apt-get >/dev/null 2>&1 || { echo "install these and run again: $*" >&2; return 1; }
    as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}
