/** Of Prometheus about itself, 2.42 and newer. */
export const prometheusMetrics = {} as const;
