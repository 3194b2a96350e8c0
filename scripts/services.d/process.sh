# Sourced by scripts/services: starts, knows and stops processes by their id, and never a stranger that got the id of one that died.

log() {
    printf '%s\n' "$SERVICES_DIR/$1/log"
}

# When a process began, in whatever the system counts; nothing for one that is gone or only waits to be buried.
born() {
    if [ -d /proc/self ]; then
        # The name in brackets may hold anything, so reading begins behind it.
        sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | {
            read -r state others || exit 0
            [ "$state" != Z ] || exit 0
            set -- $others
            shift 18
            printf '%s\n' "$1"
        }
    else
        ps -o lstart= -p "$1" 2>/dev/null || true
    fi
}

# remember NAME PID: the id alone would not do, since ids are used again.
remember() {
    printf '%s %s\n' "$2" "$(born "$2")" >"$SERVICES_DIR/$1.pid"
}

process() {
    cut -d ' ' -f 1 "$SERVICES_DIR/$1.pid"
}

running() {
    [ -f "$SERVICES_DIR/$1.pid" ] && read -r known_pid known_birth <"$SERVICES_DIR/$1.pid" || return 1
    [ -n "$known_birth" ] && [ "$(born "$known_pid")" = "$known_birth" ]
}

# Runs a command in a session of its own: an interrupt typed for a test run must not reach the services.
# Nothing of the caller's is kept open, or whoever reads this script's output would wait for the services' end.
detached() {
    if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; else exec nohup "$@"; fi
}

# launch NAME COMMAND…: starts it in the background with its output in its log.
launch() {
    launch_name=$1
    shift
    detached "$@" </dev/null >>"$(log "$launch_name")" 2>&1 &
    remember "$launch_name" $! && return 0
    # What nobody can stop again must not run.
    kill -s KILL $!
    return 1
}

# A log goes on over restarts, since the end of one run explains the next, but not for ever.
fresh_log() {
    if [ -f "$(log "$1")" ] && [ "$(wc -c <"$(log "$1")")" -gt 10000000 ]; then : >"$(log "$1")"; fi
}

# last_words NAME WHAT: what happened to it, its own last lines, and what to do.
last_words() {
    {
        printf '    %s %s. The end of %s:\n' "$1" "$2" "$(log "$1")"
        tail -n 30 "$(log "$1")" 2>/dev/null | sed 's/^/        /' || true
        printf "    If the log names no cause: 'scripts/services down --wipe', then try again with empty data folders.\n"
    } >&2
}

wait_until_answering() {
    deadline=$(($(date +%s) + 120))
    until "answers_$1"; do
        if ! running "$1"; then
            last_words "$1" "ended while it was starting"
            return 1
        fi
        if [ "$(date +%s)" -gt "$deadline" ]; then
            last_words "$1" "runs as process $(process "$1") but does not answer on port $(port "$1") after 120 s"
            return 1
        fi
        sleep 0.2
    done
}

# gone NAME SECONDS: waits for its end.
gone() {
    deadline=$(($(date +%s) + $2))
    while running "$1"; do
        [ "$(date +%s)" -le "$deadline" ] || return 1
        sleep 0.1
    done
}

# stop_service NAME fast|immediate
stop_service() {
    if ! running "$1"; then
        printf '    %s does not run\n' "$1"
        return 0
    fi
    case $1/$2 in
    postgres/fast) signal=INT ;;
    postgres/immediate) signal=QUIT ;;
    */fast) signal=TERM ;;
    */immediate) signal=KILL ;;
    esac
    stopped=$(process "$1")
    kill -s "$signal" "$stopped" 2>/dev/null || true
    if ! gone "$1" 60; then
        printf '    %s does not stop within 60 s: it is killed\n' "$1" >&2
        if running "$1"; then kill -s KILL "$stopped" 2>/dev/null || true; fi
        gone "$1" 10 || { last_words "$1" "cannot be stopped (process $stopped)"; return 1; }
    fi
    rm -f "$SERVICES_DIR/$1.pid"
    printf '    stopped %s, process %s\n' "$1" "$stopped"
}
