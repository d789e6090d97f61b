import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly restart: string;
  readonly network_mode?: string;
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

const FOLDER = 'deploy/scaling';
const NAMES = (await readdir(FOLDER)).sort();

const load = async (path: string) =>
  parse(await readFile(join(FOLDER, path), 'utf8'), { merge: true }) as unknown;
const loadCompose = async (name: string) => (await load(`${name}/docker-compose.yml`)) as Compose;

/** Flags of a command as `--name=value`, by name. */
function parseFlags({ command = [] }: Service): ReadonlyMap<string, string> {
  return new Map(
    command
      .filter(flag => flag.startsWith('-'))
      .map(flag => {
        const [name = '', ...value] = flag.replace(/^--?/, '').split('=');
        return [name, value.join('=')] as const;
      }),
  );
}

test('there is an example for each', () => {
  expect(NAMES).toEqual(['grafana-ha', 'mimir', 'thanos', 'victoria-metrics']);
});

describe.each(NAMES)('%s', name => {
  test('pins its versions, and is reached from this machine only', async () => {
    for (const { image, restart, ports = [] } of Object.values((await loadCompose(name)).services)) {
      expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-alpine)?$/);
      expect(restart).toBe('unless-stopped');
      expect(ports.filter(port => !port.startsWith('127.0.0.1:'))).toEqual([]);
    }
  });

  test('mounts only files that are there, and volumes that are declared', async () => {
    const { services, volumes, secrets = {} } = await loadCompose(name);
    for (const service of Object.values(services)) {
      for (const volume of service.volumes ?? []) {
        const source = volume.split(':')[0] ?? '';
        // What a Prometheus writes that runs on the host is not part of the repository.
        if (source.endsWith('/data/prometheus')) continue;
        if (source.startsWith('.')) {
          await expect(access(join(FOLDER, name, source)), source).resolves.toBeUndefined();
        } else {
          expect(Object.keys(volumes)).toContain(source);
        }
      }
      expect((service.secrets ?? []).filter(secret => !(secret in secrets))).toEqual([]);
    }
  });
});

describe('thanos', () => {
  test('has a query that asks every component with a store, and nobody on a port of another', async () => {
    const { services } = await loadCompose('thanos');
    const stores = ['sidecar', 'store'].map(name => parseFlags(services[name]!).get('grpc-address'));
    const asked = services['query']!.command!.filter(flag => flag.startsWith('--endpoint='));
    expect(asked).toEqual(stores.map(address => `--endpoint=${address}`));
    const frontend = parseFlags(services['query-frontend']!).get('query-frontend.downstream-url');
    expect(frontend).toBe(`http://${parseFlags(services['query']!).get('http-address')}`);
    const addresses = Object.values(services).flatMap(service =>
      [...parseFlags(service)]
        .filter(([flag]) => /^(grpc|http)-address$/.test(flag))
        .map(([, value]) => value),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test('joins blocks in one place only', async () => {
    const { services } = await loadCompose('thanos');
    expect(Object.values(services).filter(({ command }) => command?.[0] === 'compact')).toHaveLength(1);
  });
});

describe('grafana-ha', () => {
  test('reads from grafana.ini only secrets that it is given', async () => {
    const text = await readFile(join(FOLDER, 'grafana-ha/grafana.ini'), 'utf8');
    const { services } = await loadCompose('grafana-ha');
    const read = [...text.matchAll(/\/run\/secrets\/([\w-]+)/g)].map(match => match[1]);
    expect(read).toEqual(services['grafana-1']!.secrets);
    expect(services['grafana-2']).toEqual(services['grafana-1']);
  });

  test('has a grafana.ini of sections and settings, each once', async () => {
    const text = await readFile(join(FOLDER, 'grafana-ha/grafana.ini'), 'utf8');
    const lines = text.split('\n').filter(line => line !== '' && !line.startsWith(';'));
    expect(lines.filter(line => !/^(\[[a-z_]+\]|[a-z_]+ = \S.*)$/.test(line))).toEqual([]);
    let section = '';
    const keys = lines.flatMap(line => {
      if (line.startsWith('[')) section = line;
      return line.startsWith('[') ? [] : [`${section}${line.split(' = ')[0]}`];
    });
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('mimir', () => {
  test('keeps everything in its volume, and reads the rules where they are mounted', async () => {
    const text = await readFile(join(FOLDER, 'mimir/mimir.yml'), 'utf8');
    const folders = [...text.matchAll(/^\s+(?:dir|sync_dir|data_dir|rule_path): (\S+)$/gm)].map(
      match => match[1],
    );
    expect(folders.length).toBeGreaterThan(4);
    expect(folders.filter(folder => !folder?.startsWith('/data/'))).toEqual([]);
    const config = (await load('mimir/mimir.yml')) as { ruler_storage: { local: { directory: string } } };
    const { services } = await loadCompose('mimir');
    const rules = services['mimir']!.volumes!.find(volume => volume.includes('prometheus/rules'));
    expect(dirname(rules?.split(':')[1] ?? '')).toBe(config.ruler_storage.local.directory);
  });
});
