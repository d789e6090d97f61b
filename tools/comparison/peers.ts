/** A table whose rows are practices: what each peer does, in the order of `columns`. */
export interface PracticeTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [practice: string, ...peers: readonly string[]])[];
}

/** Counted over the repositories as they were on the days that docs/comparison.md names. */
export const PEER_RULES: PracticeTable = {
  columns: [
    ...['kube-prometheus', 'kubernetes-mixin', 'node-mixin', 'prometheus-mixin', 'alertmanager-mixin'],
    ...['awesome-prometheus-alerts', 'Sloth (3 examples)', 'grafana/jsonnet-libs'],
  ],
  rows: [
    ['alerts', '139', '65', '26', '23', '9', '954', '10', '426'],
    ['recording rules', '95', '71', '15', '0', '0', '0', '75', '0'],
    ['alerts with `runbook_url`', '139', '65', '0', '0', '0', '0', '0', '1'],
    ['alerts with summary and description', '138', '65', '26', '23', '9', '954', '0', '426'],
    ['alerts with `for`', '129', '60', '23', '23', '9', '954', '0', '419'],
    ['alerts with `keep_firing_for`', '0', '0', '0', '0', '0', '0', '0', '73'],
    ['alerts by `absent`', '3', '4', '0', '0', '0', '13', '0', '2'],
    ['critical', '34', '13', '6', '6', '6', '370', 'free text', '201'],
    ['warning', '96', '46', '19', '17', '3', '554', 'free text', '212'],
    ['info', '7', '6', '1', '0', '0', '30', 'free text', '13'],
    ['none', '2', '0', '0', '0', '0', '0', 'free text', '0'],
    ['watchdog', 'yes', 'no', 'no', 'no', 'no', 'yes', 'no', 'no'],
    ['records named with levels (a colon)', '86', '71', '15', '–', '–', '–', '70', '–'],
    [
      'names of alerts that a unit test expects to fire',
      ...['none', '42 of 57', 'none', 'none', 'none', 'none', 'none', 'one of about 95 mixins has tests'],
    ],
    ['names that a unit test expects not to fire', '–', '–', '–', '–', '–', '–', '–', '–'],
  ],
};

/** One row for each peer, with the columns of the table of dashboards. */
export const PEER_DASHBOARDS: readonly (readonly string[])[] = [
  ['kubernetes-mixin', '23', '253', '10', '224', '228 of 228', '23', '23', '0', '0', '0'],
  ['node-mixin', '5', '42', '6', '39', '18 of 18', '5', '0', '0', '0', '0'],
  ['prometheus-mixin', '2', '25', '0', '21', '0 of 15', '2', '0', '0', '0', '0'],
  ['alertmanager-mixin', '1', '4', '4', '4', '7 of 7', '1', '0', '0', '0', '0'],
  ['Pyrra', '2', '8', '0', '7', '–', '2', '0', '0', '0', '0'],
  ['grafana/jsonnet-libs', '71', '1092', '574', '906', '379 of 430', '70', '28', '1', '135 of 1480', '50'],
  ['claude-code-mixin', '1', '48', '47', '39', '5 of 27', '1', '0', '0', '0', '32'],
  ['openai-codex-mixin', '1', '27', '27', '16', '– (logs only)', '1', '0', '0', '0', '0'],
];

/** What the peers do that has no number, read in their sources on the same days. */
export const PEER_PRACTICES: PracticeTable = {
  columns: [
    ...['kube-prometheus', 'node-mixin', 'awesome-prometheus-alerts', 'Sloth', 'Pyrra'],
    'grafana/jsonnet-libs',
  ],
  rows: [
    ['a runbook page for every alert', 'for 79 %', 'no', 'no', 'no', 'no', 'no'],
    ['burn rates of SLOs over several windows', 'API server only', 'no', 'no', 'yes', 'yes', 'no'],
    ['inhibition rules', 'yes', 'no', 'in the text', 'no', 'no', 'no'],
    ['watchdog', 'yes', 'no', 'yes', 'no', 'no', 'no'],
    ['unit tests for every alert', 'no', 'no', 'no', 'output compared', 'tests in Go', 'no'],
    ['annotations on every board', 'no', 'no', 'no boards', 'no', 'no', 'on 1 of 71'],
    ['exemplars', 'no', 'no', 'no boards', 'no', 'no', 'in 9 % of the targets'],
  ],
};
