# Sourced by scripts/services: Apache Kafka, one node that is broker and controller, from jars of Maven Central.

# Fetches the broker's jars once, beside their place first, so that an interrupted fetch is never taken for a whole one.
fetch_kafka() {
    if kafka_fetched; then return 0; fi
    jars=$(kafka_jars)
    rm -rf "$jars" "$jars.part"
    mkdir -p "$jars.part"
    plugin=$(sed -n 's,.*<dependency.plugin.version>\(.*\)</dependency.plugin.version>.*,\1,p' scripts/kafka/pom.xml)
    step "fetch Kafka $(kafka_version) into $jars" \
        mvn -B -q -f scripts/kafka/pom.xml "org.apache.maven.plugins:maven-dependency-plugin:$plugin:copy-dependencies" \
        -DincludeScope=runtime "-DoutputDirectory=$jars.part"
    cp scripts/kafka/pom.xml "$jars.part/pom.xml"
    mv "$jars.part" "$jars"
}

answers_kafka() {
    probe kafka "$(port kafka)"
}

# The quorum is written down here, not in the data: the port may be another one at the next start.
kafka_settings() {
    cat <<SETTINGS
# Written by scripts/services at each start.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$(port kafka-controller)
listeners=PLAINTEXT://127.0.0.1:$(port kafka),CONTROLLER://127.0.0.1:$(port kafka-controller)
advertised.listeners=PLAINTEXT://127.0.0.1:$(port kafka)
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=$SERVICES_DIR/kafka/data
# A topic that nobody made is a fault to be reported, not a topic with the wrong number of partitions.
auto.create.topics.enable=false
# One node keeps one copy.
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=4
# Members of a test's group join within moments of each other, and nobody wants to wait for more.
group.initial.rebalance.delay.ms=0
# Small files, so that tests see segments roll, and so that their indexes, which are made at full size, stay small.
log.segment.bytes=16777216
log.index.size.max.bytes=1048576
log.retention.hours=24
# The cleaner's map would be 128 MB of the heap.
log.cleaner.dedupe.buffer.size=8388608
SETTINGS
}

launch_kafka() {
    home=$SERVICES_DIR/kafka
    java=$(java_program) jars=$(kafka_jars)
    version=$("$java" -version 2>&1 | sed -n 's/^[^"]*version "\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -lt 17 ]; then
        echo "    Kafka needs Java 17 or newer, and $java is ${version:-of an unknown version}: install one, or set JAVA_HOME" >&2
        return 1
    fi
    if ! kafka_fetched; then
        echo "    Kafka's jars are not in $jars: 'scripts/services up' fetches them" >&2
        return 1
    fi
    kafka_settings >"$home/server.properties" || return 1
    if [ ! -f "$home/data/meta.properties" ]; then
        # An id of 16 random bytes in the alphabet of addresses, as Kafka's own tool makes it, without the wait for that.
        id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c 1-22)
        "$java" -cp "$jars/*" kafka.tools.StorageTool format -t "$id" -c "$home/server.properties" >>"$home/log" 2>&1 || return 1
    fi
    launch kafka "$java" -Xms256m -Xmx512m -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:+ExitOnOutOfMemoryError \
        -Djava.awt.headless=true "-Dlog4j2.configurationFile=$PWD/scripts/kafka/log4j2.properties" \
        -cp "$jars/*" kafka.Kafka "$home/server.properties"
}

settle_kafka() { :; }
