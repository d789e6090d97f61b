import type { BundleConfig } from '../../config/index.ts';
import type { Deployment } from '../prometheus/deployment.ts';
import { type Channel, listChannels } from './channels.ts';
import { buildInhibitRules } from './inhibition.ts';
import { buildTimeIntervals } from './mute-times.ts';
import { RECEIVER } from './receivers.ts';

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
    routes: channels.map(({ route }) => route),
  };
}

/**
 * The contents of alertmanager.yml, within what Alertmanager 0.25 and newer all understand: matcher values are quoted,
 * secrets come from files, and URLs of webhooks stand inline, because 0.25 cannot read them from a file.
 */
export function buildAlertmanagerConfig(config: BundleConfig, deployment: Deployment) {
  const { notify, externalLabels } = config;
  const { muteTimes } = notify;
  const channels = listChannels(config, deployment);
  const route = buildRoute(channels);
  const nobody = route.receiver === RECEIVER.nobody ? [{ name: RECEIVER.nobody }] : [];
  return {
    global: { resolve_timeout: '5m' },
    templates: ['templates/*.tmpl'],
    route,
    ...(muteTimes.length === 0 ? {} : { time_intervals: buildTimeIntervals(muteTimes) }),
    inhibit_rules: buildInhibitRules(Object.keys(externalLabels)),
    receivers: [...channels.flatMap(({ receivers }) => receivers), ...nobody],
  };
}
