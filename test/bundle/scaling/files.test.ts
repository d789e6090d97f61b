import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBundle } from '../../../src/bundle/build-bundle.ts';
import { parseConfig } from '../../../src/config/index.ts';

interface Relabeling {
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly modulus?: number;
}
interface Contents {
  readonly global: { readonly external_labels: Readonly<Record<string, string>> };
  readonly rule_files?: readonly string[];
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly authorization?: object;
    readonly relabel_configs?: readonly Relabeling[];
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
  readonly remote_write?: readonly { readonly write_relabel_configs: readonly Relabeling[] }[];
}

const FOLDER = 'prometheus/scaling/';

function build(bundle: object = {}): ReadonlyMap<string, Contents> {
  const files = buildBundle(parseConfig({ bundle })).filter(({ path }) => path.startsWith(FOLDER));
  return new Map(
    files.map(({ path, content }) => [path.slice(FOLDER.length), parse(content) as Contents] as const),
  );
}

/** Whether agent.yml sends a series, by the regular expression of its only relabelling. */
function createIsSent(bundle: object) {
  const regex = build(bundle).get('agent.yml')?.remote_write?.[0]?.write_relabel_configs[0]?.regex;
  return (job: string, name: string) => new RegExp(`^(?:${regex})$`).test(`${job};${name}`);
}

describe('the settings of scaling', () => {
  it('leave out what they switch off', () => {
    const off = { scaling: { remoteWriteUrl: null, federateFrom: [], shards: 1 } };
    expect([...build(off).keys()]).toEqual(['prometheus3.yml']);
  });

  it('make a file for each shard, whose number is on its series and picks its targets', () => {
    const files = build({ scaling: { shards: 3 } });
    const shards = [0, 1, 2].map(shard => files.get(`shard-${shard}.yml`));
    expect(shards.map(file => file?.global.external_labels)).toEqual(
      ['0', '1', '2'].map(shard => ({ cluster: 'local', shard })),
    );
    for (const [shard, file] of shards.entries()) {
      for (const { relabel_configs: [hash, keep] = [] } of file?.scrape_configs ?? []) {
        expect([hash?.modulus, keep?.regex]).toEqual([3, String(shard)]);
      }
    }
    expect(files.has('shard-3.yml')).toBe(false);
  });

  it('add instances of the application, wherever it is scraped', () => {
    const bundle = { scaling: { instances: ['app-2:3001', 'app-3:3001'] } };
    const shard = build(bundle).get('shard-0.yml');
    const prometheus = buildBundle(parseConfig({ bundle })).find(
      ({ path }) => path === 'prometheus/prometheus.yml',
    );
    for (const file of [shard, parse(prometheus?.content ?? '') as Contents]) {
      const targets = file?.scrape_configs.map(job => [job.job_name, job.static_configs[0]?.targets]);
      expect(targets?.slice(0, 2)).toEqual([
        ['application', ['localhost:3001', 'app-2:3001', 'app-3:3001']],
        ['aiwatch', ['localhost:4000']],
      ]);
    }
  });

  it('see files from the folder below: the rules, and secrets that are not named by a full path', () => {
    expect(build().get('shard-0.yml')?.rule_files).toEqual(['../rules/*.yml']);
    const tokenOf = (credentialsFile: string) =>
      build({ credentialsFile }).get('agent.yml')?.scrape_configs[0]?.authorization;
    expect(tokenOf('../secrets/token')).toEqual({ credentials_file: '../../secrets/token' });
    expect(tokenOf('/run/token')).toEqual({ credentials_file: '/run/token' });
  });
});

describe('agent.yml', () => {
  it('sends all of the application and of aiwatch', () => {
    const isSent = createIsSent({ applicationJob: 'shop.eu' });
    expect(isSent('shop.eu', 'orders_total')).toBe(true);
    expect(isSent('aiwatch', 'orders_total')).toBe(true);
    expect(isSent('shopXeu', 'orders_total')).toBe(false);
  });

  it('sends of exporters what rules, boards and custom rules read, and what settings name', () => {
    const isSent = createIsSent({
      customRecords: [{ name: 'job:load:max', expr: 'max by (job) (node_load1 / ignoring(x) node_load5)' }],
      scaling: { remoteWriteMetrics: ['node_hwmon_.+'] },
    });
    const names = ['node_cpu_seconds_total', 'node_load1', 'node_load5', 'node_hwmon_temp_celsius', 'up'];
    expect(names.filter(name => !isSent('node', name))).toEqual([]);
    expect(['node_load15', 'go_goroutines'].filter(name => isSent('node', name))).toEqual([]);
  });
});
