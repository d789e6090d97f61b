import type { BundleConfig } from '../config/index.ts';
import { trimSlash } from './url.ts';

/**
 * How notifications read, in Alertmanager's template language. Links use the configured addresses, not `.ExternalURL`,
 * which is the name of a container where nobody set it.
 */
export function buildAlertmanagerTemplates(config: BundleConfig): string {
  const alertmanagerUrl = trimSlash(config.alertmanagerUrl);
  const prometheusUrl = trimSlash(config.prometheusUrl);
  return `{{ define "aiwatch.title" -}}
[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .GroupLabels.alertname }}
{{- with .GroupLabels.job }} ({{ . }}){{ end }}
{{- end }}

{{ define "aiwatch.color" -}}
{{ if ne .Status "firing" }}good{{ else if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}
{{- end }}

{{ define "aiwatch.link" -}}
{{ with .CommonAnnotations.dashboard_url }}{{ . }}{{ else }}${prometheusUrl}/alerts{{ end }}
{{- end }}

{{ define "aiwatch.text" -}}
{{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.description }}
Severity: {{ .Labels.severity }}. Since: {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}.
{{ with .Annotations.dashboard_url }}Dashboard: {{ . }}
{{ end }}{{ end }}Rules: ${prometheusUrl}/alerts
Silence: ${alertmanagerUrl}/#/alerts
{{- end }}

{{ define "aiwatch.html" -}}
<h2>{{ template "aiwatch.title" . }}</h2>
{{ range .Alerts }}<p><strong>{{ .Annotations.summary }}</strong><br>{{ .Annotations.description }}<br>
Severity: {{ .Labels.severity }}. Since: {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}.
{{ with .Annotations.dashboard_url }}<br><a href="{{ . }}">Dashboard</a>{{ end }}</p>
{{ end }}<p><a href="${prometheusUrl}/alerts">Rules</a> · <a href="${alertmanagerUrl}/#/alerts">Silence</a></p>
{{- end }}
`;
}
