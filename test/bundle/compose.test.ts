import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { secretsCommand } from '../../src/cli/secrets.ts';
import { ENVIRONMENT } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/index.ts';

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly profiles?: readonly string[];
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly networks?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly pids_limit?: number;
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}
interface PrometheusConfig {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
}

const compose = parse(await readFile('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
const services = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  it('has every service of the stack, under the name it is documented by', () => {
    expect(Object.keys(compose.services)).toEqual([
      'application',
      'model-server',
      'traffic',
      'aiwatch',
      'prometheus',
      'alertmanager',
      'grafana',
      'node-exporter',
      'cadvisor',
      'redis',
      'redis-exporter',
      'postgres',
      'postgres-exporter',
    ]);
  });

  it.each(services)(
    'pins the version of %s, restarts it, and asks it whether it is well',
    (name, service) => {
      expect(service.image).toMatch(/:v?\d+\.\d+(\.\d+)?(-alpine)?$/);
      expect(service.restart).toBe('unless-stopped');
      expect(service.healthcheck !== undefined || name === 'traffic').toBe(true);
    },
  );

  it('opens ports on this machine only', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports).toEqual(['3001', '4000', '9090', '9093', '3000'].map(port => `127.0.0.1:${port}:${port}`));
  });

  it('has one network that leads out, for those that have a port or somebody to tell', () => {
    const open = Object.entries(compose.networks).filter(([, network]) => network?.internal !== true);
    expect(open.map(([name]) => name)).toEqual(['edge']);
    const outside = services.filter(([, { networks = [] }]) => networks.includes('edge'));
    const published = services.filter(([, { ports = [] }]) => ports.length > 0);
    expect(outside.map(([name]) => name)).toEqual(published.map(([name]) => name));
  });

  it('lets exporters reach the databases, and nobody else', () => {
    const inData = services.filter(([, { networks = [] }]) => networks.includes('data'));
    expect(inData.map(([name, { networks }]) => [name, networks])).toEqual([
      ['redis', ['data']],
      ['redis-exporter', ['monitoring', 'data']],
      ['postgres', ['data']],
      ['postgres-exporter', ['monitoring', 'data']],
    ]);
  });

  it.each(services)('puts %s into networks that are declared', (_, { networks = [] }) => {
    expect(networks.length).toBeGreaterThan(0);
    expect(networks.filter(name => !(name in compose.networks))).toEqual([]);
  });

  it('lets everybody whom a service talks to be reached', () => {
    const meet = (one: string, other: string) =>
      (compose.services[one]?.networks ?? []).some(name => compose.services[other]?.networks?.includes(name));
    const targets = [
      'application',
      'aiwatch',
      'redis-exporter',
      'postgres-exporter',
      'node-exporter',
      'cadvisor',
    ];
    const pairs: readonly (readonly [string, string])[] = [
      ...[...targets, 'alertmanager'].map(target => ['prometheus', target] as const),
      ...[['grafana', 'prometheus'] as const, ['grafana', 'alertmanager'] as const],
      ...[['alertmanager', 'aiwatch'] as const, ['application', 'model-server'] as const],
      ...[['traffic', 'application'] as const, ['redis-exporter', 'redis'] as const],
      ['postgres-exporter', 'postgres'],
    ];
    expect(pairs.filter(([from, to]) => !meet(from, to))).toEqual([]);
    expect(meet('application', 'postgres')).toBe(false);
    expect(meet('grafana', 'redis')).toBe(false);
  });

  it('closes every service as far as it can be', () => {
    const without = (isClosed: (service: Service) => boolean) =>
      services.filter(([, service]) => !isClosed(service)).map(([name]) => name);
    expect(without(({ read_only: isReadOnly }) => isReadOnly === true)).toEqual(['cadvisor', 'postgres']);
    expect(without(({ cap_drop: dropped }) => dropped?.includes('ALL') === true)).toEqual([
      'cadvisor',
      'redis',
      'postgres',
    ]);
    expect(
      without(({ security_opt: options }) => options?.includes('no-new-privileges:true') === true),
    ).toEqual(['cadvisor']);
    expect(without(({ privileged }) => privileged !== true)).toEqual(['cadvisor']);
    expect(without(({ pids_limit: limit }) => limit !== undefined)).toEqual([]);
  });

  it('mounts only files that are there, volumes that are declared, and the host where that is the point', async () => {
    for (const [name, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const source = volume.split(':')[0] ?? '';
        if (source.startsWith('./')) {
          await expect(access(source)).resolves.toBeUndefined();
        } else if (source.startsWith('/')) {
          expect(['cadvisor', 'node-exporter']).toContain(name);
        } else {
          expect(Object.keys(compose.volumes)).toContain(source);
        }
      }
    }
  });

  it('has every target of prometheus.docker.yml as a service', async () => {
    const config = parse(await readFile('prometheus/prometheus.docker.yml', 'utf8')) as PrometheusConfig;
    const hosts = config.scrape_configs.flatMap(job =>
      job.static_configs.flatMap(each => each.targets.map(target => target.split(':')[0])),
    );
    expect(hosts.filter(host => host === undefined || !(host in compose.services))).toEqual([]);
  });

  it('depends only on services that are there', () => {
    const names = services.flatMap(([, { depends_on: on = [] }]) =>
      Array.isArray(on) ? on : Object.keys(on),
    );
    expect(names.filter(name => !(name in compose.services))).toEqual([]);
  });

  it('has its secrets made by aiwatch secrets, and names those that Prometheus and Alertmanager read', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'aiwatch-secrets-'));
    try {
      await secretsCommand.run(['--dir', dir], { env: {}, print: () => undefined });
      const made = (await readdir(dir)).map(name => `./secrets/${name}`).sort();
      expect(
        Object.values(compose.secrets)
          .map(({ file }) => file)
          .sort(),
      ).toEqual(made);
    } finally {
      await rm(dir, { recursive: true });
    }
    for (const [service, file] of [
      ['prometheus', 'prometheus/prometheus.docker.yml'],
      ['alertmanager', 'alertmanager/alertmanager.docker.yml'],
    ] as const) {
      const read = [...(await readFile(file, 'utf8')).matchAll(/\/run\/secrets\/([\w-]+)/g)].map(
        match => match[1],
      );
      expect([...new Set(read)].sort()).toEqual([...(compose.services[service]?.secrets ?? [])].sort());
    }
  });

  it('builds only targets that the Dockerfile has, which run as a user without rights', async () => {
    const stages = (await readFile('Dockerfile', 'utf8')).split(/^FROM /m);
    for (const [, { build }] of services) {
      if (build !== undefined) {
        const stage = stages.find(text => text.split('\n')[0]?.endsWith(` AS ${build.target}`));
        expect(stage).toMatch(/^USER node$/m);
      }
    }
  });

  it('keeps what aiwatch stores in a volume of its own, which outlives the container', async () => {
    const { volumes, stop_grace_period: grace, environment } = compose.services['aiwatch']!;
    expect(volumes).toEqual(['aiwatch-data:/data']);
    const stage = (await readFile('Dockerfile', 'utf8')).split(/^FROM /m).at(-1)!;
    expect(stage).toContain('chown node:node /data');
    expect(stage).toMatch(/^ENV AIWATCH_DATA_DIR=\/data$/m);
    // The server stores what waits within five seconds, and then its PostgreSQL has up to a minute.
    expect(Number.parseInt(grace ?? '', 10)).toBeGreaterThanOrEqual(90);
    expect(Object.keys(environment ?? {})).not.toContain('DATABASE_URL');
  });

  it('has the panel and the runbooks in the image of the server', async () => {
    const stages = (await readFile('Dockerfile', 'utf8')).split(/^FROM /m);
    const built = stages.find(text => text.split('\n')[0]?.endsWith(' AS build'));
    expect(built).toContain('npx vite build --config panel/vite.config.ts');
    const server = stages.find(text => text.split('\n')[0]?.endsWith(' AS aiwatch'));
    expect(server).toContain('COPY --from=build /app/dist ./dist\n');
    expect(server).toContain('COPY docs/runbooks ./docs/runbooks\n');
  });

  it('lets in what the Dockerfile copies, and only that', async () => {
    const copied = [...(await readFile('Dockerfile', 'utf8')).matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
    const sources = new Set(copied.flatMap(([, names = '']) => names.split(' ')));
    for (const source of sources) await expect(access(source)).resolves.toBeUndefined();
    const letIn = [...(await readFile('.dockerignore', 'utf8')).matchAll(/^!(.+)$/gm)].map(match => match[1]);
    expect(letIn.sort()).toEqual([...sources].sort());
  });

  it('shows the panel under the port of the server, and asks Alertmanager what fires', () => {
    const { environment, ports } = compose.services['aiwatch']!;
    const alertmanager = new URL(String(environment?.['AIWATCH_ALERTMANAGER_URL']));
    expect(Object.keys(compose.services)).toContain(alertmanager.hostname);
    const config = loadConfig({
      env: { AIWATCH_HOST: '0.0.0.0', AIWATCH_ALERTMANAGER_URL: alertmanager.href },
    });
    expect(config.alertmanager.url).toBe(alertmanager.href);
    // Left out unless the environment of Compose says it: links then lead to the port of this machine.
    for (const name of ['AIWATCH_PUBLIC_URL', 'INTERNAL_SECRET']) {
      expect(environment?.[name]).toBe(`\${${name}:-}`);
    }
    expect(ports).toContain(`127.0.0.1:${config.server.port}:${config.server.port}`);
  });

  it('builds on Debian: the programs of the embedded PostgreSQL are made for glibc', async () => {
    const bases = [...(await readFile('Dockerfile', 'utf8')).matchAll(/^FROM (node:\S+)/gm)].map(
      match => match[1],
    );
    expect(bases.length).toBeGreaterThan(0);
    expect(bases.filter(base => !base?.includes('bookworm'))).toEqual([]);
  });

  it('gives the application and aiwatch only variables that they read', async () => {
    const source = await readFile('examples/assistant/config.ts', 'utf8');
    const known = (name: string) => source.includes(name) || ENVIRONMENT.some(each => each.variable === name);
    const given = ['application', 'aiwatch'].flatMap(name =>
      Object.keys(compose.services[name]?.environment ?? {}),
    );
    expect(given.filter(name => !known(name))).toEqual([]);
  });

  it('gives Grafana the variables that its provisioning reads', async () => {
    const files = ['datasources', 'dashboards'].map(name => `grafana/provisioning/${name}/aiwatch.yml`);
    const texts = await Promise.all(files.map(file => readFile(file, 'utf8')));
    const read = texts.flatMap(text => [...text.matchAll(/\$([A-Z_]+)/g)].map(match => match[1] ?? ''));
    const given = Object.keys(compose.services['grafana']?.environment ?? {});
    expect(read).toHaveLength(3);
    expect(read.filter(name => !given.includes(name))).toEqual([]);
  });
});
