{{/* Settings as environment variables: every scalar key of the configuration has one, and secrets are named by where they lie. */}}

{{/* An environment variable out of a Secret: (dict "name" … "from" (dict "secret" … "key" …)). */}}
{{- define "tollkeeper.fromSecret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .from.secret }}
      key: {{ .from.key }}
{{- end -}}

{{/* What every role and the migrate job are told. */}}
{{- define "tollkeeper.settings" -}}
{{- $store := .Values.store -}}
{{- $events := .Values.events -}}
{{- $_ := required "store.url.secret: name the Secret with the runtime login's address" $store.url.secret -}}
{{- $_ := required "cache.url.secret: name the Secret with the address of Redis" .Values.cache.url.secret -}}
{{ include "tollkeeper.fromSecret" (dict "name" "TOLLKEEPER__STORE__URL" "from" $store.url) }}
- name: TOLLKEEPER__STORE__CONNECTIONS
  value: {{ $store.connections | quote }}
- name: TOLLKEEPER__EVENTS__URL
  value: {{ required "events.url: write the address of Kafka, kafka://host:9092,host:9092" $events.url | quote }}
- name: TOLLKEEPER__EVENTS__GROUP
  value: {{ $events.group | quote }}
- name: TOLLKEEPER__EVENTS__PARTITIONS
  value: {{ $events.partitions | quote }}
- name: TOLLKEEPER__EVENTS__REPLICATION
  value: {{ $events.replication | quote }}
{{- if $events.tls }}
- name: TOLLKEEPER__EVENTS__TLS
  value: "true"
{{- else if or $events.ca.secret $events.certificateSecret }}
{{- fail "events.tls: certificates are used with tls: true only" }}
{{- end }}
{{- if $events.ca.secret }}
- name: TOLLKEEPER__EVENTS__CA_FILE
  value: /etc/tollkeeper/kafka/ca/{{ $events.ca.key }}
{{- end }}
{{- if $events.certificateSecret }}
- name: TOLLKEEPER__EVENTS__CERTIFICATE
  value: /etc/tollkeeper/kafka/own/tls.crt
- name: TOLLKEEPER__EVENTS__CERTIFICATE_KEY
  value: /etc/tollkeeper/kafka/own/tls.key
{{- end }}
{{- if $events.sasl.mechanism }}
- name: TOLLKEEPER__EVENTS__SASL
  value: {{ $events.sasl.mechanism | quote }}
- name: TOLLKEEPER__EVENTS__USER
  value: {{ required "events.sasl.user goes with events.sasl.mechanism" $events.sasl.user | quote }}
{{- $_ := required "events.sasl.password.secret goes with events.sasl.mechanism" $events.sasl.password.secret }}
{{ include "tollkeeper.fromSecret" (dict "name" "TOLLKEEPER_KAFKA_PASSWORD" "from" $events.sasl.password) }}
# A password is never a setting's own text: this one says in which variable it lies.
- name: TOLLKEEPER__EVENTS__PASSWORD__ENV
  value: TOLLKEEPER_KAFKA_PASSWORD
{{- end }}
{{ include "tollkeeper.fromSecret" (dict "name" "TOLLKEEPER__CACHE__URL" "from" .Values.cache.url) }}
- name: TOLLKEEPER__LISTEN
  value: 0.0.0.0:8787
- name: TOLLKEEPER__DATA_DIR
  value: /var/lib/tollkeeper
- name: TOLLKEEPER__TELEMETRY__LOG
  value: {{ .Values.log | quote }}
- name: TOLLKEEPER__TELEMETRY__FORMAT
  value: json
{{- range $key, $value := .Values.settings }}
- name: TOLLKEEPER__{{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* The worker's own login: for workers, and for the migrate job, which gives it its roles. */}}
{{- define "tollkeeper.workerLogin" -}}
{{- if .Values.store.workerUrl.secret -}}
{{ include "tollkeeper.fromSecret" (dict "name" "TOLLKEEPER__STORE__WORKER_URL" "from" .Values.store.workerUrl) }}
{{- end -}}
{{- end -}}

{{/* The login to the replica: for api nodes, and for the migrate job, which gives it its roles. */}}
{{- define "tollkeeper.replicaLogin" -}}
{{- if .Values.store.replicaUrl.secret -}}
{{ include "tollkeeper.fromSecret" (dict "name" "TOLLKEEPER__STORE__REPLICA_URL" "from" .Values.store.replicaUrl) }}
{{- end -}}
{{- end -}}

{{/* Certificates that the settings above name. */}}
{{- define "tollkeeper.certificates.volumes" -}}
{{- if .Values.store.caSecret }}
- name: postgres-ca
  secret: {secretName: {{ .Values.store.caSecret }}}
{{- end }}
{{- if .Values.cache.caSecret }}
- name: redis-ca
  secret: {secretName: {{ .Values.cache.caSecret }}}
{{- end }}
{{- if .Values.events.ca.secret }}
- name: kafka-ca
  secret: {secretName: {{ .Values.events.ca.secret }}}
{{- end }}
{{- if .Values.events.certificateSecret }}
- name: kafka-own
  secret: {secretName: {{ .Values.events.certificateSecret }}, defaultMode: 0440}
{{- end }}
{{- end -}}

{{- define "tollkeeper.certificates.mounts" -}}
{{- if .Values.store.caSecret }}
- {name: postgres-ca, mountPath: /etc/tollkeeper/postgres, readOnly: true}
{{- end }}
{{- if .Values.cache.caSecret }}
- {name: redis-ca, mountPath: /etc/tollkeeper/redis, readOnly: true}
{{- end }}
{{- if .Values.events.ca.secret }}
- {name: kafka-ca, mountPath: /etc/tollkeeper/kafka/ca, readOnly: true}
{{- end }}
{{- if .Values.events.certificateSecret }}
- {name: kafka-own, mountPath: /etc/tollkeeper/kafka/own, readOnly: true}
{{- end }}
{{- end -}}
