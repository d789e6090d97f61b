import { SEVERITIES, type Severity } from '../../catalogue/index.ts';
import type { BundleConfig } from '../../config/index.ts';
import type { Deployment } from '../prometheus/deployment.ts';
import { buildMutedRoutes } from './mute-times.ts';
import {
  buildChatReceiver,
  buildMachineReceiver,
  buildMailReceiver,
  buildPagerReceiver,
  buildWatchdogReceiver,
  ofTeam,
  RECEIVER,
  type Receiver,
} from './receivers.ts';
import { matchAny, matchLabel, type Route } from './route.ts';

type Notify = BundleConfig['notify'];

/** A way to tell somebody that is switched on: its receivers, and the route that leads to them. */
export interface Channel {
  readonly receivers: readonly Receiver[];
  readonly route: Route & { readonly receiver: string };
}

/** What goes to teams. */
const URGENT: readonly Severity[] = ['critical', 'warning'];

function withRoutes<Node extends Route>(route: Node, routes: readonly Route[]): Node {
  return routes.length === 0 ? route : { ...route, routes };
}

/** A route to a receiver for one team's urgent alerts, below the route that all teams share. */
function buildTeamRoute(receiver: string, team: string, { muteTimes }: Notify): Route {
  const matchers = [matchLabel('team', team), matchAny('severity', URGENT)];
  return withRoutes(
    { receiver: ofTeam(receiver, team), matchers },
    buildMutedRoutes(muteTimes, URGENT, team),
  );
}

/**
 * The heartbeat of the watchdog, and nothing else: every minute, to nobody who reads. It comes first and does not go on,
 * so that it never reaches those who get everything. Alertmanager looks once per `group_interval` whether
 * `repeat_interval` is over; were they equal, the time that sending takes would make it every other minute.
 */
function buildWatchdogChannel({ watchdogUrl }: Notify, deployment: Deployment): Channel {
  const intervals = { group_wait: '0s', group_interval: '1m', repeat_interval: '50s' };
  const matchers = [matchLabel('alertname', 'Watchdog')];
  return {
    receivers: [buildWatchdogReceiver(watchdogUrl, deployment)],
    route: { receiver: RECEIVER.watchdog, matchers, ...intervals },
  };
}

/** aiwatch hears of everything, soon. */
function buildMachineChannel(deployment: Deployment): Channel {
  return {
    receivers: [buildMachineReceiver(deployment)],
    route: { receiver: RECEIVER.machine, group_wait: '10s', group_interval: '30s', continue: true },
  };
}

/** Critical alerts page. */
function buildPagerChannel({ muteTimes }: Notify, { secretsDir }: Deployment): Channel {
  const route = {
    receiver: RECEIVER.pager,
    matchers: [matchLabel('severity', 'critical')],
    continue: true,
  } as const;
  return {
    receivers: [buildPagerReceiver(secretsDir)],
    route: withRoutes(route, buildMutedRoutes(muteTimes, ['critical'])),
  };
}

/** Slack: what is urgent, in the channel of the team where it has one. */
function buildChatChannel(channel: string, notify: Notify, { secretsDir }: Deployment): Channel {
  const teams = Object.entries(notify.teams).flatMap(([team, { slackChannel }]) =>
    slackChannel === undefined ? [] : [{ team, slackChannel }],
  );
  const route = {
    receiver: RECEIVER.chat,
    matchers: [matchAny('severity', URGENT)],
    continue: true,
  } as const;
  return {
    receivers: [
      buildChatReceiver(RECEIVER.chat, secretsDir, channel),
      ...teams.map(({ team, slackChannel }) =>
        buildChatReceiver(ofTeam(RECEIVER.chat, team), secretsDir, slackChannel),
      ),
    ],
    route: withRoutes(route, [
      ...teams.map(({ team }) => buildTeamRoute(RECEIVER.chat, team, notify)),
      ...buildMutedRoutes(notify.muteTimes, URGENT),
    ]),
  };
}

/** Mail: everything, and what is urgent to the team where it has an address. */
function buildMailChannel(
  email: NonNullable<Notify['email']>,
  notify: Notify,
  { secretsDir }: Deployment,
): Channel {
  const teams = Object.entries(notify.teams).flatMap(([team, { email: to }]) =>
    to === undefined ? [] : [{ team, to }],
  );
  return {
    receivers: [
      buildMailReceiver(RECEIVER.mail, secretsDir, email),
      ...teams.map(({ team, to }) =>
        buildMailReceiver(ofTeam(RECEIVER.mail, team), secretsDir, { ...email, to }),
      ),
    ],
    route: withRoutes({ receiver: RECEIVER.mail, continue: true } as const, [
      ...teams.map(({ team }) => buildTeamRoute(RECEIVER.mail, team, notify)),
      ...buildMutedRoutes(notify.muteTimes, SEVERITIES),
    ]),
  };
}

/**
 * Everybody who is told, people by urgency. Mail gets everything: it is what is left to read when the pager or the chat
 * fails, and the one place for what has no known severity. Every route but the first continues to the next, so that
 * switching one off takes nothing from the others.
 */
export function listChannels({ notify }: BundleConfig, deployment: Deployment): readonly Channel[] {
  const { pagerDuty, slack, email } = notify;
  return [
    buildWatchdogChannel(notify, deployment),
    ...(deployment.webhookUrl === null ? [] : [buildMachineChannel(deployment)]),
    ...(pagerDuty ? [buildPagerChannel(notify, deployment)] : []),
    ...(slack === null ? [] : [buildChatChannel(slack.channel, notify, deployment)]),
    ...(email === null ? [] : [buildMailChannel(email, notify, deployment)]),
  ];
}
