{{/* Names. A comment with }} is over here. */}}
{{- define "nasty.name" -}}
{{- printf "%s-%s" .root.Release.Name .part | trunc 20 | trimSuffix "-" -}}
{{- end -}}

{{- define "nasty.labels" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- range $key, $value := .Values.labels }}
{{ $key | quote }}: {{ $value | toJson }}
{{- end }}
{{- end }}

{{- define "nasty.echo" -}}
{{- . -}}
{{- end }}
