{{/* Names and labels. */}}

{{- define "tollkeeper.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains "tollkeeper" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-tollkeeper" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The image: (dict "root" $ "tag" "a role's own tag, or nothing"). */}}
{{- define "tollkeeper.image" -}}
{{- $repository := required "image.repository: build deploy/Dockerfile, push the image, and write where" .root.Values.image.repository -}}
{{- $tag := .tag | default .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- printf "%s%s%s" $repository (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag -}}
{{- end -}}

{{- define "tollkeeper.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "tollkeeper.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{/* What selects the pods that serve. The migrate job has another name, so that no service ever finds it. */}}
{{- define "tollkeeper.selector" -}}
app.kubernetes.io/name: tollkeeper
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tollkeeper.labels" -}}
{{ include "tollkeeper.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "tollkeeper.migrate.selector" -}}
app.kubernetes.io/name: tollkeeper-migrate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
