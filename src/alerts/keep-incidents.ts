import { classifyFailure, type IncidentReport, recordIncidents, type Store } from '../store/index.ts';
import { fingerprintOf, readAlert } from './alert-facts.ts';
import type { AlertNotification } from './alert-notification.ts';

const MAX_FINGERPRINT_LENGTH = 200;

/**
 * Keeps the alerts of a notification as incidents: opens, updates or resolves each. Rejects where the database is away:
 * then the notification is to be sent again. A database that has become another one gets its tables.
 */
export async function keepIncidents(
  { upkeepPool, migrate }: Pick<Store, 'upkeepPool' | 'migrate'>,
  alerts: readonly AlertNotification[],
): Promise<void> {
  const reports = buildReports(alerts);
  try {
    await recordIncidents(upkeepPool, reports);
  } catch (error) {
    if (classifyFailure(error) !== 'schema') throw error;
    await migrate();
    await recordIncidents(upkeepPool, reports);
  }
}

/** One for each alert, the last one where a notification has several. */
function buildReports(alerts: readonly AlertNotification[]): readonly IncidentReport[] {
  const reports = new Map<string, IncidentReport>();
  for (const alert of alerts) {
    const report = buildReport(alert);
    reports.set(`${report.fingerprint} ${report.startsAt}`, report);
  }
  return [...reports.values()];
}

function buildReport(alert: AlertNotification): IncidentReport {
  const { labels, annotations, startsAt, endsAt, status, generatorURL, fingerprint } = alert;
  const facts = readAlert(labels, annotations, generatorURL);
  const isKnown = fingerprint !== undefined && /^[\x21-\x7e]+$/.test(fingerprint);
  return {
    ...facts,
    fingerprint: isKnown ? fingerprint.slice(0, MAX_FINGERPRINT_LENGTH) : fingerprintOf(facts.labels),
    // Milliseconds, which tell one beginning of an alert from another.
    startsAt: new Date(startsAt).toISOString(),
    resolvedAt: status === 'resolved' ? endOf(startsAt, endsAt) : undefined,
  };
}

/** An end before the beginning is none: Alertmanager writes the year 1 where it knows no time. */
function endOf(startsAt: string, endsAt: string): string {
  return Date.parse(endsAt) >= Date.parse(startsAt) ? endsAt : new Date().toISOString();
}
