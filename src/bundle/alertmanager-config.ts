import type { BundleConfig } from '../config/index.ts';
import type { Deployment } from './deployment.ts';

/** Files of `secretsDir`, by what they hold. */
export const SECRET_FILES = {
  slack: 'slack-api-url',
  pagerDuty: 'pagerduty-routing-key',
  smtp: 'smtp-password',
} as const;

/** Names of the receivers; that of the machine is ours, `nobody` tells no one. */
const RECEIVER = {
  machine: 'aiwatch',
  pager: 'pagerduty',
  chat: 'slack',
  mail: 'email',
  nobody: 'nobody',
} as const;

/** A receiver that is switched on, and the route that leads to it. */
interface Channel {
  readonly receiver: { readonly name: string };
  readonly route: {
    readonly receiver: string;
    readonly matchers?: readonly string[];
    readonly group_wait?: string;
    readonly group_interval?: string;
  };
}

/**
 * aiwatch hears of everything, soon; people by urgency. Mail gets everything as well: it is what is left to read when
 * the pager or the chat fails, and the one place for what has no known severity. Every route continues to the next, so
 * that switching one off takes nothing from the others.
 */
function listChannels({ notify }: BundleConfig, deployment: Deployment): readonly Channel[] {
  const { secretsDir, webhookUrl, credentialsFile } = deployment;
  const { machine, pager, chat, mail } = RECEIVER;
  const channels: readonly (Channel | null | false)[] = [
    webhookUrl !== null && {
      receiver: buildMachineReceiver(webhookUrl, credentialsFile),
      route: { receiver: machine, group_wait: '10s', group_interval: '30s' },
    },
    notify.pagerDuty && {
      receiver: buildPagerReceiver(secretsDir),
      route: { receiver: pager, matchers: ['severity="critical"'] },
    },
    notify.slack && {
      receiver: buildChatReceiver(secretsDir, notify.slack.channel),
      route: { receiver: chat, matchers: ['severity=~"critical|warning"'] },
    },
    notify.email && {
      receiver: buildMailReceiver(secretsDir, notify.email),
      route: { receiver: mail },
    },
  ];
  return channels.filter(channel => channel !== null && channel !== false);
}

/**
 * The root's receiver gets what no route matched: nothing while mail or the webhook, which take everything, is on. With
 * both off, an alert that is neither critical nor a warning goes to nobody, rather than to the pager.
 */
function buildRoute(channels: readonly Channel[]) {
  const catchAll = channels.map(({ route }) => route).findLast(route => route.matchers === undefined);
  return {
    receiver: catchAll?.receiver ?? RECEIVER.nobody,
    group_by: ['alertname', 'job'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '4h',
    routes: channels.map(({ route }) => ({ ...route, continue: true })),
  };
}

function buildMachineReceiver(webhookUrl: string, credentialsFile: string | undefined) {
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

function buildMailReceiver(secretsDir: string, email: NonNullable<BundleConfig['notify']['email']>) {
  return {
    name: RECEIVER.mail,
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

/**
 * The contents of alertmanager.yml, within what Alertmanager 0.25 and newer all understand: matcher values are quoted,
 * secrets come from files, and the webhook's URL stands inline, because 0.25 cannot read it from a file.
 *
 * There is no inhibition yet: no two alerts are the same fault at two severities. By job and instance, high memory would
 * hide an unusual rate of calls to a model, which is no consequence of it; by job alone it would hide the errors and
 * slow answers of all other instances too.
 */
export function buildAlertmanagerConfig(config: BundleConfig, deployment: Deployment) {
  const channels = listChannels(config, deployment);
  const route = buildRoute(channels);
  const nobody = route.receiver === RECEIVER.nobody ? [{ name: RECEIVER.nobody }] : [];
  return {
    global: { resolve_timeout: '5m' },
    templates: ['templates/*.tmpl'],
    route,
    receivers: [...channels.map(({ receiver }) => receiver), ...nobody],
  };
}
