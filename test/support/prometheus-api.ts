/** An alert as Prometheus's API lists it. */
export interface PrometheusAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: Readonly<Record<string, string>>;
}

interface VectorSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Asks a running Prometheus. */
export function createPrometheusApi(url: string) {
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}/api/v1/${path}`);
    const body = (await response.json()) as { status: string; data: T; error?: string };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
    return body.data;
  };
  return {
    /** The values of an instant query; none where it finds nothing. */
    query: async (expr: string): Promise<number[]> => {
      const { result } = await get<{ result: VectorSample[] }>(`query?query=${encodeURIComponent(expr)}`);
      return result.map(({ value }) => Number(value[1]));
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
    /** Health of each scrape target, by job. */
    targets: async (): Promise<Record<string, string>> => {
      const { activeTargets } = await get<{
        activeTargets: { labels: Record<string, string>; health: string }[];
      }>('targets?state=active');
      return Object.fromEntries(activeTargets.map(({ labels, health }) => [labels['job'], health]));
    },
  };
}
