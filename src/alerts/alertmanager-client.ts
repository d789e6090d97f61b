import type { CurrentAlert, CurrentAlertState } from '../api/incidents.ts';
import { readAlert } from './alert-facts.ts';

/** Where an Alertmanager is asked. */
export interface AlertmanagerConfig {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** What Alertmanager says of an alert, without what aiwatch knows of it. */
export type ReportedAlert = Omit<CurrentAlert, 'incidentId' | 'acknowledgedAt'>;

/** A page waits for it. */
const DEADLINE_MS = 3000;

/** `gettableAlert` of Alertmanager's API v2, as far as it is used. */
interface GettableAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly updatedAt: string;
  readonly generatorURL?: string;
  readonly status: {
    readonly state: CurrentAlertState;
    readonly silencedBy: readonly string[];
    readonly inhibitedBy: readonly string[];
  };
}

/** Asks which alerts there are now. Rejects where there is no answer within three seconds, or another one than expected. */
export async function readAlerts(config: AlertmanagerConfig): Promise<readonly ReportedAlert[]> {
  const response = await fetch(`${config.url.replace(/\/+$/, '')}/api/v2/alerts`, {
    headers: { accept: 'application/json', ...credentials(config) },
    // A redirect would take the password elsewhere.
    redirect: 'manual',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`it answered with status ${response.status}`);
  }
  const alerts: unknown = await response.json();
  if (!Array.isArray(alerts)) throw new Error('an answer that is no list');
  return (alerts as readonly GettableAlert[]).map(readReported);
}

function credentials({ username, password }: AlertmanagerConfig): Record<string, string> {
  if (username === undefined || password === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

function readReported(alert: GettableAlert): ReportedAlert {
  const { fingerprint, labels, annotations, generatorURL, status, startsAt, updatedAt } = alert;
  return {
    ...readAlert(labels, annotations, generatorURL),
    fingerprint,
    state: status.state,
    startsAt: new Date(startsAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    silencedBy: status.silencedBy,
    inhibitedBy: status.inhibitedBy,
  };
}
