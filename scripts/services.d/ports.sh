# Sourced by scripts/services: which port each service gets. All are beside the standard ones, so that nothing of the system's is met,
# and below the range the kernel hands to clients: in it, one that keeps trying a port that is down ends up connected to itself.

default_port() {
    case $1 in
    postgres) printf '%s\n' "${SERVICES_POSTGRES_PORT:-25432}" ;;
    redis) printf '%s\n' "${SERVICES_REDIS_PORT:-25379}" ;;
    kafka) printf '%s\n' "${SERVICES_KAFKA_PORT:-25092}" ;;
    kafka-controller) printf '%s\n' "${SERVICES_KAFKA_CONTROLLER_PORT:-25093}" ;;
    esac
}

# The environment names this service's port: then it is that one or none.
port_is_given() {
    case $1 in
    postgres) [ -n "${SERVICES_POSTGRES_PORT:-}" ] ;;
    redis) [ -n "${SERVICES_REDIS_PORT:-}" ] ;;
    kafka) [ -n "${SERVICES_KAFKA_PORT:-}" ] ;;
    kafka-controller) [ -n "${SERVICES_KAFKA_CONTROLLER_PORT:-}" ] ;;
    esac
}

# The port that a service has, or had when it last ran.
port() {
    if [ -f "$SERVICES_DIR/$1.port" ]; then cat "$SERVICES_DIR/$1.port"; else default_port "$1"; fi
}

# probe free|redis|kafka PORT
probe() {
    python3 scripts/services.d/probe.py "$@"
}

# Writes down the port a service is about to get: the one it had, the one that is asked for, or, where another checkout's
# services hold it, the next free one, in steps of ten. A restart alone never moves: its clients know the old address.
choose_port() {
    if port_is_given "$1"; then wanted=$(default_port "$1"); else wanted=$(port "$1"); fi
    tries=0
    until probe free "$wanted"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 20 ] || { port_is_given "$1" && [ "$tries" -gt 5 ]; }; then
            echo "    $1: port $wanted of 127.0.0.1 is taken by another process: end that, or name another port (see scripts/services)" >&2
            return 1
        fi
        if [ "$may_move" = 1 ] && ! port_is_given "$1"; then wanted=$((wanted + 10)); else sleep 0.5; fi
    done
    printf '%s\n' "$wanted" >"$SERVICES_DIR/$1.port"
    if [ "$1" = kafka ]; then choose_port kafka-controller; fi
}
