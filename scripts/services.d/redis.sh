# Sourced by scripts/services: Redis, as a cache that may lose everything at any moment.

answers_redis() {
    probe redis "$(port redis)"
}

# Nothing is written to disk: what Redis holds may be lost, and a test that depends on more should fail.
# When it is full the least used key goes, whichever it is. To refuse writes instead would make a full cache look like an
# outage, and to evict only keys with a time to live comes to the same as soon as one key has none.
launch_redis() {
    launch redis redis-server --bind 127.0.0.1 --port "$(port redis)" --dir "$SERVICES_DIR/redis" --daemonize no \
        --appendonly no --save '' --maxmemory 256mb --maxmemory-policy allkeys-lru
}

settle_redis() { :; }
