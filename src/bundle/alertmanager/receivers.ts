import { type BundleConfig, SECRET_FILES } from '../../config/index.ts';
import { buildHttpClient, securityOf } from '../prometheus/client-security.ts';
import type { Deployment } from '../prometheus/deployment.ts';
import { AIWATCH_JOB } from '../prometheus/jobs.ts';

/** Somebody who is notified, as alertmanager.yml has it: a name, and the settings of each way to tell. */
export interface Receiver {
  readonly name: string;
  readonly [configs: `${string}_configs`]: readonly object[];
}

/** Names of the receivers; that of the machine is ours, `nobody` tells no one. */
export const RECEIVER = {
  watchdog: 'watchdog',
  machine: 'aiwatch',
  pager: 'pagerduty',
  chat: 'slack',
  mail: 'email',
  nobody: 'nobody',
} as const;

/** A receiver of one team. */
export const ofTeam = (receiver: string, team: string) => `${receiver}-${team}`;

/** How the aiwatch server is connected to; a password goes in place of the token. */
function buildWebhookClient(deployment: Deployment) {
  const client = buildHttpClient(securityOf(deployment, AIWATCH_JOB));
  const { credentialsFile } = deployment;
  const authorization =
    credentialsFile === undefined || client.basic_auth !== undefined
      ? {}
      : { authorization: { credentials_file: credentialsFile } };
  return { ...client, ...authorization };
}

function buildWebhook(deployment: Deployment, sendResolved: boolean) {
  const { webhookUrl } = deployment;
  const client = buildWebhookClient(deployment);
  return webhookUrl === null
    ? []
    : [
        {
          url: webhookUrl,
          send_resolved: sendResolved,
          ...(Object.keys(client).length === 0 ? {} : { http_config: client }),
        },
      ];
}

/** The aiwatch server, by its webhook; its URL stands inline, because Alertmanager 0.25 cannot read it from a file. */
export function buildMachineReceiver(deployment: Deployment): Receiver {
  return { name: RECEIVER.machine, webhook_configs: buildWebhook(deployment, true) };
}

/** Who waits for the heartbeat: a dead man's switch and aiwatch, or nobody. What ends is told by silence alone. */
export function buildWatchdogReceiver(url: string | null, deployment: Deployment): Receiver {
  const webhooks = [
    ...(url === null ? [] : [{ url, send_resolved: false }]),
    ...buildWebhook(deployment, false),
  ];
  return webhooks.length === 0
    ? { name: RECEIVER.watchdog }
    : { name: RECEIVER.watchdog, webhook_configs: webhooks };
}

/** PagerDuty; links lead to the runbook, the dashboard and a prepared silence. */
export function buildPagerReceiver(secretsDir: string): Receiver {
  return {
    name: RECEIVER.pager,
    pagerduty_configs: [
      {
        routing_key_file: `${secretsDir}/${SECRET_FILES.pagerDuty}`,
        send_resolved: true,
        severity: '{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}warning{{ end }}',
        description: '{{ template "aiwatch.title" . }}',
        client: 'aiwatch',
        client_url: '{{ template "aiwatch.link" . }}',
        details: { text: '{{ template "aiwatch.text" . }}' },
      },
    ],
  };
}

/** A channel in Slack. */
export function buildChatReceiver(name: string, secretsDir: string, channel: string): Receiver {
  return {
    name,
    slack_configs: [
      {
        api_url_file: `${secretsDir}/${SECRET_FILES.slack}`,
        channel,
        send_resolved: true,
        color: '{{ template "aiwatch.color" . }}',
        title: '{{ template "aiwatch.title" . }}',
        title_link: '{{ template "aiwatch.link" . }}',
        text: '{{ template "aiwatch.slack" . }}',
        fallback: '{{ template "aiwatch.title" . }}',
      },
    ],
  };
}

/** A mail address. */
export function buildMailReceiver(
  name: string,
  secretsDir: string,
  email: NonNullable<BundleConfig['notify']['email']>,
): Receiver {
  return {
    name,
    email_configs: [
      {
        to: email.to,
        from: email.from,
        smarthost: email.smtpHost,
        auth_username: email.from,
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
