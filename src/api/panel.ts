/** A dashboard that `aiwatch generate` wrote; it is at `<grafanaUrl>/d/<uid>`. */
export interface PanelDashboard {
  readonly uid: string;
  readonly title: string;
  /** The question that it answers. */
  readonly purpose: string;
  readonly tags: readonly string[];
}

/** The answer of `GET /api/v1/panel`: where else to look. Users who are no administrators get no addresses. */
export interface PanelAnswer {
  /** Base URLs without a slash at the end, as people reach them; null where they are on localhost, and who asks is not. */
  readonly grafanaUrl: string | null;
  readonly prometheusUrl: string | null;
  readonly alertmanagerUrl: string | null;
  readonly dashboards: readonly PanelDashboard[];
}
