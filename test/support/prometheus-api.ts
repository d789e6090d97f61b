/** An alert as Prometheus's API lists it. */
export interface PrometheusAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: Readonly<Record<string, string>>;
}

/** A series with its value at one time. */
export interface VectorSample {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the value as text. */
  readonly value: readonly [number, string];
}

/** A target that is scraped. */
export interface PrometheusTarget {
  readonly job: string;
  readonly instance: string;
  readonly health: string;
}

/** Asks a running Prometheus. */
export function createPrometheusApi(url: string) {
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}/api/v1/${path}`);
    const body = (await response.json()) as { status: string; data: T; error?: string };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
    return body.data;
  };
  const select = async (expr: string): Promise<readonly VectorSample[]> =>
    (await get<{ result: VectorSample[] }>(`query?query=${encodeURIComponent(expr)}`)).result;
  return {
    /** The values of an instant query; none where it finds nothing. */
    query: async (expr: string): Promise<number[]> =>
      (await select(expr)).map(({ value }) => Number(value[1])),
    /** The series of an instant query with their labels. */
    select,
    /** Every target that this server scrapes. */
    targets: async (): Promise<readonly PrometheusTarget[]> => {
      const { activeTargets } = await get<{
        activeTargets: { labels: { job: string; instance: string }; health: string }[];
      }>('targets?state=active');
      return activeTargets.map(({ labels: { job, instance }, health }) => ({ job, instance, health }));
    },
    /** Alerts that are pending or firing, but for the watchdog, which always fires. */
    alerts: async (): Promise<readonly PrometheusAlert[]> => {
      const { alerts } = await get<{ alerts: PrometheusAlert[] }>('alerts');
      return alerts.filter(({ labels }) => labels['alertname'] !== 'Watchdog');
    },
    /** Health of every rule: `ok`, `err`, or `unknown` before the first evaluation. */
    ruleHealth: async (): Promise<readonly string[]> => {
      const { groups } = await get<{ groups: { rules: { health: string }[] }[] }>('rules');
      return groups.flatMap(group => group.rules.map(rule => rule.health));
    },
  };
}
