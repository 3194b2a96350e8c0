# Sourced by scripts that need the services: names the Debian packages that are missing for PostgreSQL, Redis and Kafka.

# The newest PostgreSQL's programs: Debian keeps them out of the PATH, others do not.
postgres_bin() {
    if [ -n "${POSTGRES_BIN:-}" ]; then
        printf '%s\n' "$POSTGRES_BIN"
    elif newest=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -t / -k 5 -n | tail -n 1) && [ -n "$newest" ]; then
        dirname "$newest"
    elif found=$(command -v initdb); then
        dirname "$found"
    else
        return 1
    fi
}

java_program() {
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then printf '%s\n' "$JAVA_HOME/bin/java"; else command -v java; fi
}

# Where Kafka's jars stay: they are fetched once for all checkouts. The version stands in the pom and nowhere else.
kafka_version() {
    sed -n 's,.*<kafka.version>\(.*\)</kafka.version>.*,\1,p' scripts/kafka/pom.xml
}
kafka_jars() {
    printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/tollkeeper/kafka-$(kafka_version)"
}

# The jars are complete, and of this pom: its copy is the last thing that lies down beside them.
kafka_fetched() {
    cmp -s scripts/kafka/pom.xml "$(kafka_jars)/pom.xml"
}

missing_for_services() {
    packages=""
    postgres_bin >/dev/null || packages="$packages postgresql"
    command -v redis-server >/dev/null 2>&1 || packages="$packages redis-server"
    java_program >/dev/null || packages="$packages default-jre-headless"
    kafka_fetched || command -v mvn >/dev/null 2>&1 || packages="$packages maven"
    command -v python3 >/dev/null 2>&1 || packages="$packages python3"
    printf '%s\n' "${packages# }"
}
