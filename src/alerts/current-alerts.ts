import type { Pool } from 'pg';
import type { CurrentAlert, CurrentAlerts, Incident } from '../api/incidents.ts';
import type { AlertName } from '../catalogue/index.ts';
import { withinDeadline } from '../deadline.ts';
import { listIncidents } from '../store/index.ts';
import { type AlertmanagerConfig, type ReportedAlert, readAlerts } from './alertmanager-client.ts';

/** The alert that is a heartbeat: it says nothing but that alerts arrive. */
export const WATCHDOG = 'Watchdog' satisfies AlertName;

export interface CurrentAlertSources {
  readonly pool: Pool;
  /** @default there is none */
  readonly alertmanager?: AlertmanagerConfig | undefined;
}

/** More do not fit on a page. */
const MAX_OPEN = 1000;
const STORE_DEADLINE_MS = 3000;

type Answer<T> = { readonly ok: T } | { readonly error: unknown };

/**
 * The alerts that there are now, as Alertmanager says, each with its incident; where it cannot be asked, the open
 * incidents. Rejects where neither can be read.
 */
export async function currentAlerts({ pool, alertmanager }: CurrentAlertSources): Promise<CurrentAlerts> {
  const [reported, open] = await Promise.all([
    answer(alertmanager === undefined ? notConfigured() : readAlerts(alertmanager)),
    answer(withinDeadline('the incidents', readOpen(pool), STORE_DEADLINE_MS)),
  ]);
  if ('ok' in reported) return mergeIncidents(reported.ok, open);
  if ('error' in open) throw open.error;
  return { source: 'incidents', reason: reasonOf(reported.error), alerts: open.ok.map(fromIncident) };
}

async function notConfigured(): Promise<never> {
  throw new Error('none is configured (alertmanager.url)');
}

async function readOpen(pool: Pool): Promise<readonly Incident[]> {
  return (await listIncidents(pool, { state: 'open', limit: MAX_OPEN })).incidents;
}

function answer<T>(work: Promise<T>): Promise<Answer<T>> {
  return work.then(
    ok => ({ ok }),
    error => ({ error }),
  );
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, message } = cause as { readonly code?: unknown; readonly message?: string };
  return `Nothing from Alertmanager: ${message || String(code ?? cause)}`;
}

function mergeIncidents(
  reported: readonly ReportedAlert[],
  open: Answer<readonly Incident[]>,
): CurrentAlerts {
  // Of a fingerprint the newest counts, which is listed first.
  const incidents = 'ok' in open ? open.ok.toReversed() : [];
  const known = new Map(incidents.map(each => [each.fingerprint, each] as const));
  const alerts = reported
    .filter(({ name }) => name !== WATCHDOG)
    .map((alert): CurrentAlert => {
      const incident = known.get(alert.fingerprint);
      return {
        ...alert,
        incidentId: incident?.id ?? null,
        acknowledgedAt: incident?.acknowledgedAt ?? null,
      };
    });
  const reason = 'ok' in open ? null : 'the incidents of the alerts cannot be read now';
  return { source: 'alertmanager', reason, alerts };
}

function fromIncident(incident: Incident): CurrentAlert {
  const { fingerprint, name, severity, labels, annotations, runbookUrl, generatorUrl } = incident;
  const { startsAt, updatedAt, id, acknowledgedAt } = incident;
  return {
    fingerprint,
    state: 'active',
    name,
    severity,
    labels,
    annotations,
    runbookUrl,
    generatorUrl,
    startsAt,
    updatedAt,
    silencedBy: [],
    inhibitedBy: [],
    incidentId: id,
    acknowledgedAt,
  };
}
