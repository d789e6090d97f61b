import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** How many cases of the unit tests expect an alert to fire, and how many expect it not to. */
export interface TestCounts {
  readonly fires: number;
  readonly quiet: number;
}

interface UnitTestFile {
  readonly tests?: readonly {
    readonly alert_rule_test?: readonly {
      readonly alertname: string;
      readonly exp_alerts?: readonly unknown[] | null;
    }[];
  }[];
}

/** Where the unit tests of the rules are in aiwatch's own repository. */
const UNIT_TESTS = 'prometheus/tests';

/** Counts the cases of promtool's unit tests by alert; none where there are no tests. */
export async function countUnitTests(root: string): Promise<ReadonlyMap<string, TestCounts>> {
  const folder = join(root, UNIT_TESTS);
  const names = await readdir(folder).catch(() => []);
  const counts = new Map<string, TestCounts>();
  for (const name of names.filter(each => each.endsWith('.test.yml')).sort()) {
    const file = parse(await readFile(join(folder, name), 'utf8')) as UnitTestFile;
    for (const { alertname, exp_alerts } of file.tests?.flatMap(test => test.alert_rule_test ?? []) ?? []) {
      const { fires, quiet } = counts.get(alertname) ?? { fires: 0, quiet: 0 };
      const isFiring = (exp_alerts?.length ?? 0) > 0;
      counts.set(alertname, { fires: fires + (isFiring ? 1 : 0), quiet: quiet + (isFiring ? 0 : 1) });
    }
  }
  return counts;
}
