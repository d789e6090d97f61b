import { z } from 'zod';
import { SEVERITIES } from '../catalogue/index.ts';
import { hostAndPort, httpUrl } from './addresses.ts';
import { DEFAULTS } from './defaults.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
] as const;

/** `from-to`, each `hh:mm`, up to 24:00. */
const TIMES = /^(([01]\d|2[0-3]):[0-5]\d)-((([01]\d|2[0-3]):[0-5]\d)|24:00)$/;

/** A team becomes part of a receiver's name and of a matcher. */
const teamName = () => z.string().regex(/^[\w-]+$/, { error: 'a name of letters, digits, _ and -' });

function isTimeRange(text: string): boolean {
  const [from = '', to = ''] = text.split('-');
  return TIMES.test(text) && from < to;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const slack = z.strictObject({
  channel: z.string().min(1).default(DEFAULTS.notify.slack.channel).describe('Slack channel of the alerts.'),
});

const email = z.strictObject({
  to: z.email().default(DEFAULTS.notify.email.to).describe('Who gets mail.'),
  from: z.email().default(DEFAULTS.notify.email.from).describe('Whom the mail is from; also the SMTP user.'),
  smtpHost: hostAndPort('smtp.example.com:587')
    .default(DEFAULTS.notify.email.smtpHost)
    .describe('SMTP server; it has to offer STARTTLS.'),
});

const team = z.strictObject({
  slackChannel: z.string().min(1).optional().describe('Slack channel of the team.'),
  email: z.email().optional().describe('Mail address of the team.'),
});

const muteTime = z.strictObject({
  name: z.string().min(1).describe('Its name in Alertmanager.'),
  severities: z.array(z.enum(SEVERITIES)).min(1).default(['warning', 'info']).describe('What is held back.'),
  teams: z.array(teamName()).min(1).optional().describe('Whose alerts; without it those of all teams.'),
  weekdays: z.array(z.enum(WEEKDAYS)).min(1).optional().describe('Days; without it all.'),
  times: z
    .array(z.string().refine(isTimeRange, { error: 'a time of one day, e.g. 18:00-24:00; a night is two' }))
    .min(1)
    .optional()
    .describe('Times of day; without it the whole day.'),
  months: z.array(z.enum(MONTHS)).min(1).optional().describe('Months; without it all.'),
  location: z
    .string()
    .refine(isTimeZone, { error: 'a time zone, e.g. Europe/Berlin' })
    .default('UTC')
    .describe('Time zone of all this.'),
});

const haveOwnNames = (list: readonly { readonly name: string }[]) =>
  new Set(list.map(({ name }) => name)).size === list.length;

/** Who is told of alerts, where, and when not. */
export const notify = z.strictObject({
  pagerDuty: z.boolean().default(true).describe('Critical alerts page somebody; false switches that off.'),
  slack: slack
    .nullable()
    .prefault({})
    .describe('Critical alerts and warnings are posted in Slack; null switches that off.'),
  email: email.nullable().prefault({}).describe('Every alert is mailed; null switches that off.'),
  watchdogUrl: httpUrl()
    .nullable()
    .default(null)
    .describe(
      "A dead man's switch, which raises the alarm when it is no longer called every minute; null for none.",
    ),
  teams: z
    .record(teamName(), team)
    .default({})
    .describe(
      'By the name of a team: `slackChannel` and `email` of its own for its critical alerts and warnings, in place of the common ones.',
    ),
  muteTimes: z
    .array(muteTime)
    .refine(haveOwnNames, { error: 'a different name for each' })
    .default([])
    .describe(
      'When people are not told, though aiwatch is: each with `name`, `severities` (default: warning and info), `teams`, `weekdays`, `times`, `months` and `location`.',
    ),
});
