import type { BundleConfig } from '../config/index.ts';
import type { Deployment } from './deployment.ts';

/** Files of `secretsDir`, by what they hold. */
export const SECRET_FILES = {
  slack: 'slack-api-url',
  pagerDuty: 'pagerduty-routing-key',
  smtp: 'smtp-password',
} as const;

/** Names of the receivers; that of the machine is ours. */
const RECEIVER = { machine: 'aiwatch', pager: 'pagerduty', chat: 'slack', mail: 'email' } as const;

/**
 * aiwatch hears of everything, soon. Critical alerts go on to the pager and the chat, warnings to the chat, and what is
 * left to the mail: the last route is needed, because the root's receiver is used only when no other route matched.
 */
function buildRoute() {
  return {
    receiver: RECEIVER.mail,
    group_by: ['alertname', 'job'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '4h',
    routes: [
      { receiver: RECEIVER.machine, continue: true, group_wait: '10s', group_interval: '30s' },
      { receiver: RECEIVER.pager, matchers: ['severity="critical"'], continue: true },
      { receiver: RECEIVER.chat, matchers: ['severity=~"critical|warning"'] },
      { receiver: RECEIVER.mail },
    ],
  };
}

function buildMachineReceiver({ webhookUrl, credentialsFile }: Deployment) {
  const authorization = { authorization: { credentials_file: credentialsFile } };
  return {
    name: RECEIVER.machine,
    webhook_configs: [
      {
        url: webhookUrl,
        send_resolved: true,
        ...(credentialsFile === undefined ? {} : { http_config: authorization }),
      },
    ],
  };
}

function buildPagerReceiver(secretsDir: string) {
  return {
    name: RECEIVER.pager,
    pagerduty_configs: [
      {
        routing_key_file: `${secretsDir}/${SECRET_FILES.pagerDuty}`,
        send_resolved: true,
        severity: '{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}warning{{ end }}',
        description: '{{ template "aiwatch.title" . }}',
        details: { text: '{{ template "aiwatch.text" . }}' },
      },
    ],
  };
}

function buildChatReceiver(secretsDir: string, channel: string) {
  return {
    name: RECEIVER.chat,
    slack_configs: [
      {
        api_url_file: `${secretsDir}/${SECRET_FILES.slack}`,
        channel,
        send_resolved: true,
        color: '{{ template "aiwatch.color" . }}',
        title: '{{ template "aiwatch.title" . }}',
        title_link: '{{ template "aiwatch.link" . }}',
        text: '{{ template "aiwatch.text" . }}',
      },
    ],
  };
}

function buildMailReceiver(secretsDir: string, notify: BundleConfig['notify']) {
  return {
    name: RECEIVER.mail,
    email_configs: [
      {
        to: notify.emailTo,
        from: notify.emailFrom,
        smarthost: notify.smtpHost,
        auth_username: notify.emailFrom,
        auth_password_file: `${secretsDir}/${SECRET_FILES.smtp}`,
        require_tls: true,
        send_resolved: true,
        headers: { Subject: '{{ template "aiwatch.title" . }}' },
        html: '{{ template "aiwatch.html" . }}',
        text: '{{ template "aiwatch.text" . }}',
      },
    ],
  };
}

/**
 * The contents of alertmanager.yml, within what Alertmanager 0.25 and newer all understand: matcher values are quoted,
 * secrets come from files, and the webhook's URL stands inline, because 0.25 cannot read it from a file.
 */
export function buildAlertmanagerConfig({ notify }: BundleConfig, deployment: Deployment) {
  const { secretsDir } = deployment;
  return {
    global: { resolve_timeout: '5m' },
    templates: ['templates/*.tmpl'],
    route: buildRoute(),
    inhibit_rules: [
      {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity="warning"'],
        equal: ['alertname', 'job', 'instance'],
      },
    ],
    receivers: [
      buildMachineReceiver(deployment),
      buildPagerReceiver(secretsDir),
      buildChatReceiver(secretsDir, notify.slackChannel),
      buildMailReceiver(secretsDir, notify),
    ],
  };
}
