{{/*
The pod of a role: (dict "root" $ "role" "gateway" "args" (list …) "env" "yaml" "volumes" "yaml" "mounts" "yaml").
What the three roles share stands here once; what only one has is passed in.
*/}}
{{- define "tollkeeper.pod" -}}
{{- $values := index .root.Values .role -}}
metadata:
  labels:
    {{- include "tollkeeper.selector" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
    app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "tollkeeper.serviceAccountName" .root }}
  automountServiceAccountToken: false
  # Variables of other services are nothing to this program.
  enableServiceLinks: false
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- toYaml .root.Values.podSecurityContext | nindent 4 }}
  # The pause before the signal, [timeouts] shutdown, and then: answers whose clients left, the last batch, the journal.
  terminationGracePeriodSeconds: {{ add $values.shutdownSeconds 30 }}
  topologySpreadConstraints:
    {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
    - topologyKey: {{ . }}
      maxSkew: 1
      whenUnsatisfiable: {{ $.root.Values.spread.whenUnsatisfiable }}
      labelSelector:
        matchLabels:
          {{- include "tollkeeper.selector" $.root | nindent 10 }}
          app.kubernetes.io/component: {{ $.role }}
    {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: tollkeeper
      image: {{ include "tollkeeper.image" (dict "root" .root "tag" $values.imageTag) }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      args: {{ toJson .args }}
      env:
        {{- include "tollkeeper.settings" .root | nindent 8 }}
        - name: TOLLKEEPER__TIMEOUTS__SHUTDOWN
          value: {{ printf "%vs" $values.shutdownSeconds | quote }}
        {{- with trim .env }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- with $values.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with .envFrom }}
      envFrom:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - {name: http, containerPort: 8787, protocol: TCP}
      # A journal that was left with much in it is read before the port opens.
      startupProbe:
        httpGet: {path: /healthz, port: http}
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 60
      # Says only that the process lives: a dependency that is away is no reason to start it anew.
      livenessProbe:
        httpGet: {path: /healthz, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /readyz, port: http}
        periodSeconds: 5
        timeoutSeconds: 3
        failureThreshold: 2
      {{- if ne .role "worker" }}
      # The port closes with the signal, so it comes only once nobody sends new requests here any more.
      lifecycle:
        preStop:
          exec: {command: [sleep, "5"]}
      {{- end }}
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      securityContext:
        {{- toYaml .root.Values.securityContext | nindent 8 }}
      volumeMounts:
        - {name: data, mountPath: /var/lib/tollkeeper}
        {{- with trim (include "tollkeeper.certificates.mounts" .root) }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- with .mounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- with $values.volumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  {{- $certificates := trim (include "tollkeeper.certificates.volumes" .root) }}
  {{- if or $certificates .volumes $values.volumes }}
  volumes:
    {{- with $certificates }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with .volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- with $values.volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end -}}

{{/* The volume of a role that has a journal: (dict "root" $ "role" "gateway"). */}}
{{- define "tollkeeper.claim" -}}
{{- $persistence := (index .root.Values .role).persistence -}}
- metadata:
    name: data
    labels:
      {{- include "tollkeeper.selector" .root | nindent 6 }}
      app.kubernetes.io/component: {{ .role }}
  spec:
    accessModes: [ReadWriteOnce]
    {{- with $persistence.storageClass }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ $persistence.size }}
{{- end -}}
