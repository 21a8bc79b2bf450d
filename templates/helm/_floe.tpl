{{- /* A text as the value of a label: at most 63 characters, with a letter or digit at both ends. */ -}}
{{- define "floe.label" -}}
{{- . | replace "+" "_" | trunc 63 | trimAll "-_." | toJson -}}
{{- end }}

{{- /* The labels of an object. Takes the root, the component's name, the workload's name. */ -}}
{{- define "floe.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ include "floe.label" (printf "%s-%s" $root.Chart.Name $root.Chart.Version) }}
app.kubernetes.io/name: {{ index . 1 | toJson }}
app.kubernetes.io/instance: {{ $root.Values.bindings.prefix | toJson }}
app.kubernetes.io/component: {{ index . 2 | toJson }}
app.kubernetes.io/part-of: floe
app.kubernetes.io/managed-by: {{ $root.Release.Service | toJson }}
app.kubernetes.io/version: {{ include "floe.label" $root.Chart.AppVersion }}
{{- end }}

{{- /* "true" if a component is deployed, else nothing. Takes the root and the component's name. */ -}}
{{- define "floe.deploys" -}}
{{- $name := index . 1 -}}
{{- range $_, $component := (index . 0).Values.bindings.components -}}
{{- if eq $component $name }}true{{ end -}}
{{- end -}}
{{- end }}

{{- /* The full name of an image, in the chart's registry if there is one. Takes the root and the image. A fact has no `registry`. */ -}}
{{- define "floe.image" -}}
{{- $image := index . 1 -}}
{{- $mirror := (index . 0).Values.common.image_registry -}}
{{- $first := first (splitList "/" $image.repository) -}}
{{- if hasKey $image "registry" -}}
{{ $mirror | default $image.registry }}/{{ $image.repository }}
{{- else if not $mirror -}}
{{ $image.repository }}
{{- else if eq $first $image.repository -}}
{{ $mirror }}/library/{{ $image.repository }}
{{- else if or (contains "." $first) (contains ":" $first) (eq $first "localhost") -}}
{{ $mirror }}/{{ trimPrefix (printf "%s/" $first) $image.repository }}
{{- else -}}
{{ $mirror }}/{{ $image.repository }}
{{- end -}}
{{- if hasKey $image "digest" }}@{{ $image.digest }}{{ else }}:{{ $image.tag }}{{ end -}}
{{- end }}

{{- /* The resources of a container: its own, else those of its size. Takes the root and the workload's values. */ -}}
{{- define "floe.resources" -}}
{{- $root := index . 0 -}}
{{- $own := index . 1 -}}
{{- $presets := $root.Values.common.presets -}}
{{- if hasKey $root.Values.bindings.presets $own.size -}}
{{- if hasKey $presets $own.size -}}
{{- $line := printf "presets.%s=%s;" $own.size (get $presets $own.size | toJson) -}}
{{- if not (contains $line (include "floe.defaults" $root)) -}}
{{- fail (printf "common.presets.%s has no effect, because the manifest sets the size under resource_presets; change the manifest" $own.size) -}}
{{- end -}}
{{- end -}}
{{- $presets = $root.Values.bindings.presets -}}
{{- else if not (hasKey $presets $own.size) -}}
{{- fail (printf "there is no preset for the size %s" (quote $own.size)) -}}
{{- end -}}
{{- $preset := get $presets $own.size -}}
requests: {{ ternary $own.requests $preset.requests (hasKey $own "requests") | toJson }}
limits: {{ ternary $own.limits $preset.limits (hasKey $own "limits") | toJson }}
{{- end }}
