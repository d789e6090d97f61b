import { ALERTS, type AlertName, buildCatalogue, type Catalogue } from '../catalogue/index.ts';
import { buildSessionPrefix, type Config } from '../config/index.ts';
import type { Dashboard } from '../dashboards/index.ts';
import { BOARDS, type BoardContext, buildBoard } from './boards/index.ts';
import { buildRecords, type Records } from './records/index.ts';
import { type AlertRuleGroup, buildAlertRules } from './rules/alert-rules.ts';
import { buildCustomRules } from './rules/custom-rules.ts';
import { GENERATED } from './writing/generated-file.ts';

/** Groups of rules as a rule file has them. */
interface RuleGroups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly object[] }[];
}

/** A dashboard and the name of its file, without `.json`. */
export interface NamedDashboard {
  readonly name: string;
  readonly dashboard: Dashboard;
}

/** What the files of every part of the bundle are made of; built once. */
export interface BundleSource {
  readonly config: Config;
  readonly catalogue: Catalogue;
  /** With the numbers of the settings. */
  readonly records: Records;
  /** Those that are enabled, with the settings. */
  readonly alertRules: { readonly groups: readonly AlertRuleGroup[] };
  /** The user's own rules; undefined where there are none. */
  readonly customRules: RuleGroups | undefined;
  readonly boardContext: BoardContext;
  readonly dashboards: readonly NamedDashboard[];
}

function findThreshold({ bundle }: Config, name: AlertName): number {
  const { threshold } = bundle.alerts[name];
  return threshold ?? ALERTS.find(alert => alert.name === name)?.threshold ?? 0;
}

/** Builds what the bundle is made of. Throws PROMQL_INVALID and RULE_NAME_TAKEN for a custom rule that is wrong. */
export function buildSource(config: Config): BundleSource {
  const catalogue = buildCatalogue(buildSessionPrefix(config.application.name));
  const records = buildRecords(catalogue, config.bundle);
  const boardContext = { catalogue, records, threshold: (name: AlertName) => findThreshold(config, name) };
  return {
    config,
    catalogue,
    records,
    alertRules: buildAlertRules(catalogue, records, config.bundle),
    customRules: buildCustomRules(config, records),
    boardContext,
    dashboards: BOARDS.map(board => ({
      name: board.name,
      dashboard: buildBoard(board, boardContext, { note: GENERATED }),
    })),
  };
}
