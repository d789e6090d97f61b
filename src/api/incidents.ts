export const INCIDENT_STATES = ['open', 'resolved'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** An alert from its beginning to its end. Times are ISO 8601 in UTC. */
export interface Incident {
  readonly id: string;
  /** By which Alertmanager tells alerts apart: the hash of their labels. */
  readonly fingerprint: string;
  readonly state: IncidentState;
  /** Name of the alert. */
  readonly name: string;
  /** E.g. `critical`; `none` where the alert has none. */
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** What to do about it; null where the alert has no `runbook_url`, or one that is no address. */
  readonly runbookUrl: string | null;
  /** The query of the alert, in Prometheus. */
  readonly generatorUrl: string | null;
  /** When the alert began to fire. */
  readonly startsAt: string;
  /** When the first notification arrived. */
  readonly openedAt: string;
  /** When the last notification arrived. */
  readonly updatedAt: string;
  /** When the alert ended; null while it fires. */
  readonly resolvedAt: string | null;
  /** How many notifications of it arrived. */
  readonly notifications: number;
  readonly acknowledgedAt: string | null;
  /** Null where nobody has, or whoever did was erased. */
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}

/** The answer of `GET /api/v1/incidents`. */
export interface IncidentPage {
  readonly incidents: readonly Incident[];
  /** What the next page is asked for with; null on the last one. */
  readonly nextCursor: string | null;
}

/** What an alert does now: it fires, it is silenced or inhibited, or Alertmanager has not looked at it yet. */
export type CurrentAlertState = 'active' | 'suppressed' | 'unprocessed';

/** An alert as it is now. */
export interface CurrentAlert {
  readonly fingerprint: string;
  readonly state: CurrentAlertState;
  readonly name: string;
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly runbookUrl: string | null;
  readonly generatorUrl: string | null;
  readonly startsAt: string;
  readonly updatedAt: string;
  /** Ids of the silences that hold it back. */
  readonly silencedBy: readonly string[];
  /** Fingerprints of the alerts that hold it back. */
  readonly inhibitedBy: readonly string[];
  /** The open incident of it; null where none has arrived yet. */
  readonly incidentId: string | null;
  readonly acknowledgedAt: string | null;
}

/** The answer of `GET /api/v1/alerts`. */
export interface CurrentAlerts {
  /** Who says so: Alertmanager, or, where it cannot be asked, the open incidents. */
  readonly source: 'alertmanager' | 'incidents';
  /** Why it is not Alertmanager, or why alerts have no incidents; null where nothing is missing. */
  readonly reason: string | null;
  readonly alerts: readonly CurrentAlert[];
}
