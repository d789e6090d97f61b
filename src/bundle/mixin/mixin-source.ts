import type { Catalogue } from '../../catalogue/index.ts';
import type { BundleConfig } from '../../config/index.ts';
import type { Dashboard } from '../../dashboards/index.ts';
import type { Records } from '../records/index.ts';

/** Groups of rules as a rule file has them. */
interface RuleGroups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly object[] }[];
}

/** A dashboard and the name of its file, without `.json`. */
export interface NamedDashboard {
  readonly name: string;
  readonly dashboard: Dashboard;
}

/** What the mixin is made of. */
export interface MixinSource {
  readonly catalogue: Catalogue;
  /** With the numbers of the settings. */
  readonly records: Records;
  /** The user's own rules; undefined where there are none. */
  readonly customRules: RuleGroups | undefined;
  readonly dashboards: readonly NamedDashboard[];
  readonly config: BundleConfig;
}
