import { type BundleConfig, DEFAULTS, trimSlash } from '../../config/index.ts';

const TIME = 'UTC.Format "2006-01-02 15:04:05 UTC"';
/** Rounded to a second, which is a thousand million of Go's nanoseconds. */
const LASTED = '(.EndsAt.Sub .StartsAt).Round 1000000000';

/** What a person sees first: `[CRITICAL] TargetDown (application): 2 firing, 1 resolved`. */
const TITLE = `{{ define "aiwatch.counts" -}}
{{ with .Alerts.Firing | len }}{{ . }} firing{{ end }}
{{- if and .Alerts.Firing .Alerts.Resolved }}, {{ end }}
{{- with .Alerts.Resolved | len }}{{ . }} resolved{{ end }}
{{- end }}

{{ define "aiwatch.title" -}}
[{{ if eq .Status "firing" }}{{ .CommonLabels.severity | toUpper }}{{ else }}RESOLVED{{ end }}] {{ .GroupLabels.alertname }}
{{- with .GroupLabels.job }} ({{ . }}){{ end }}: {{ template "aiwatch.counts" . }}
{{- end }}

{{ define "aiwatch.color" -}}
{{ if ne .Status "firing" }}good{{ else if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}
{{- end }}

{{ define "aiwatch.when" -}}
{{ if eq .Status "firing" }}Since {{ .StartsAt.${TIME} }}
{{- else }}From {{ .StartsAt.${TIME} }} to {{ .EndsAt.${TIME} }}, {{ ${LASTED} }}{{ end }}
{{- end }}`;

/**
 * Links. That to the silence has the labels filled in that all alerts of the notification share; in text they are
 * encoded here, in HTML by the template language itself, which takes an attribute for what it is.
 */
function buildLinks(prometheusUrl: string, alertmanagerUrl: string): string {
  const silence = `${alertmanagerUrl}/#/silences/new?filter=%7B`;
  const value = String.raw`.Value | reReplaceAll "([\"\\\\])" "\\$1"`;
  const encoded = String.raw`${value} | urlquery | reReplaceAll "\\+" "%20"`;
  return `{{ define "aiwatch.link" -}}
{{ with .CommonAnnotations.dashboard_url }}{{ . }}{{ else }}${prometheusUrl}/alerts{{ end }}
{{- end }}

{{ define "aiwatch.silence" -}}
${silence}{{ range $i, $pair := .CommonLabels.SortedPairs }}{{ if $i }}%2C%20{{ end }}{{ .Name }}%3D%22{{ ${encoded} }}%22{{ end }}%7D
{{- end }}

{{ define "aiwatch.html.silence" -}}
${silence}{{ range $i, $pair := .CommonLabels.SortedPairs }}{{ if $i }}%2C%20{{ end }}{{ .Name }}%3D%22{{ ${value} }}%22{{ end }}%7D
{{- end }}`;
}

/**
 * What kind of alert it is, for whom and, where several Prometheus servers share the Alertmanager, from which of them:
 * their jobs and instances may be called the same.
 */
function buildKind({ externalLabels }: BundleConfig): string {
  const defaults: Readonly<Record<string, string>> = DEFAULTS.bundle.externalLabels;
  const origins = Object.keys(externalLabels).map(
    name =>
      `{{ with .Labels.${name} }}{{ if ne . ${JSON.stringify(defaults[name] ?? '')} }}, {{ . }}{{ end }}{{ end }}`,
  );
  return `{{ define "aiwatch.kind" -}}
({{ .Labels.severity }}, {{ .Labels.team }}${origins.join('')})
{{- end }}`;
}

/** Plain text: mail, and the details of a page. */
function buildText(prometheusUrl: string): string {
  return `{{ define "aiwatch.text" -}}
{{ range .Alerts }}{{ .Status | toUpper }} {{ template "aiwatch.kind" . }}: {{ .Annotations.summary }}
{{ .Annotations.description }}
{{ template "aiwatch.when" . }}
{{ with .Annotations.runbook_url }}Runbook: {{ . }}
{{ end }}{{ with .Annotations.dashboard_url }}Dashboard: {{ . }}
{{ end }}
{{ end }}Silence: {{ template "aiwatch.silence" . }}
All alerts: ${prometheusUrl}/alerts
{{- end }}`;
}

/** Slack's own markup, in which three characters have a meaning. */
function buildSlack(): string {
  const escaped = 'reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;"';
  return `{{ define "aiwatch.slack" -}}
{{ range .Alerts }}*{{ .Status | toUpper }}* {{ template "aiwatch.kind" . }}: {{ .Annotations.summary | ${escaped} }}
{{ .Annotations.description | ${escaped} }}
_{{ template "aiwatch.when" . }}_
{{ with .Annotations.runbook_url }}<{{ . }}|Runbook> · {{ end }}
{{- with .Annotations.dashboard_url }}<{{ . }}|Dashboard>{{ end }}

{{ end }}<{{ template "aiwatch.silence" . }}|Silence>
{{- end }}`;
}

function buildHtml(prometheusUrl: string): string {
  return `{{ define "aiwatch.html" -}}
<h2>{{ template "aiwatch.title" . }}</h2>
{{ range .Alerts }}<p><strong>{{ .Status | toUpper }} {{ template "aiwatch.kind" . }}: {{ .Annotations.summary }}</strong><br>
{{ .Annotations.description }}<br>
{{ template "aiwatch.when" . }}
{{- with .Annotations.runbook_url }}<br><a href="{{ . }}">Runbook</a>{{ end }}
{{- with .Annotations.dashboard_url }} · <a href="{{ . }}">Dashboard</a>{{ end }}</p>
{{ end }}<p><a href="{{ template "aiwatch.html.silence" . }}">Silence</a> · <a href="${prometheusUrl}/alerts">All alerts</a></p>
{{- end }}`;
}

/**
 * How notifications read, in Alertmanager's template language. Links use the configured addresses, not `.ExternalURL`,
 * which is the name of a container where nobody set it.
 */
export function buildAlertmanagerTemplates(config: BundleConfig): string {
  const prometheusUrl = trimSlash(config.prometheusUrl);
  const alertmanagerUrl = trimSlash(config.alertmanagerUrl);
  const parts = [
    TITLE,
    buildLinks(prometheusUrl, alertmanagerUrl),
    buildKind(config),
    buildText(prometheusUrl),
    buildSlack(),
    buildHtml(prometheusUrl),
  ];
  return `${parts.join('\n\n')}\n`;
}
