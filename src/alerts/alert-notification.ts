/** One alert as Alertmanager delivers it. */
export interface AlertNotification {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  /** The query of the alert in Prometheus; may be empty. */
  readonly generatorURL?: string;
  /** Hash of the labels. */
  readonly fingerprint?: string;
}
