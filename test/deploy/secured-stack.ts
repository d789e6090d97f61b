import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { writeBundle } from '../../src/bundle/index.ts';
import { secretsCommand } from '../../src/cli/secrets.ts';
import { type Config, loadConfig } from '../../src/config/index.ts';
import type { Program } from '../../tools/debian/find-program.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { type RunningServer, startServer } from '../../tools/servers/running-server.ts';
import { makeCertificates } from '../support/certificates.ts';
import { sendTls } from '../support/tls-request.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Servers of the stack that read a web configuration file. */
export const SERVERS = ['aiwatch', 'node', 'alertmanager', 'prometheus'] as const;
type ServerName = (typeof SERVERS)[number];
/** All targets. The application reads the same aiwatch.yml, and still listens by plain HTTP on this machine. */
const NAMES = [...SERVERS, 'application'] as const;
type Ports = Readonly<Record<(typeof NAMES)[number], number>>;

/** The files that a person has after the steps of docs/security.md, in a folder of their own. */
export interface SecuredFolder {
  readonly folder: string;
  readonly config: Config;
  readonly ports: Ports;
  readonly ca: string;
  readonly password: string;
}

/** An alert that always fires, so that it arrives soon. */
const ALERT = {
  name: 'AlwaysThere',
  expr: 'vector(1)',
  forSeconds: 0,
  severity: 'info',
  summary: 'This alert always fires.',
  description: 'It shows that alerts arrive.',
};

async function writeSettings(folder: string, ports: Ports): Promise<string> {
  const at = (name: keyof Ports) => `localhost:${ports[name]}`;
  const others = { redis: null, postgresql: null, cadvisor: null };
  const settings = {
    server: { port: ports.aiwatch, webConfigFile: 'secrets/web.yml' },
    bundle: {
      targets: { ...Object.fromEntries(NAMES.map(name => [name, at(name)])), ...others },
      webhookUrl: `https://${at('aiwatch')}/api/v1/alertmanager`,
      scrapeIntervalSeconds: 1,
      evaluationIntervalSeconds: 1,
      security: { tls: { caFile: '../secrets/ca.crt' }, basicAuth: { username: 'aiwatch' } },
      notify: { pagerDuty: false, slack: null, email: null },
      customAlerts: [ALERT],
    },
  };
  const file = join(folder, 'aiwatch.yml');
  await writeFile(file, stringify(settings));
  return file;
}

/** Makes certificates, secrets and configuration files. */
export async function prepareSecuredFolder(folder: string): Promise<SecuredFolder> {
  const secrets = join(folder, 'secrets');
  await makeCertificates(secrets);
  await secretsCommand.run(['--dir', secrets, '--web'], { env: {}, print: () => undefined });
  const found = await Promise.all(NAMES.map(async name => [name, await findFreePort()] as const));
  const ports = Object.fromEntries(found) as Ports;
  const config = loadConfig({ file: await writeSettings(folder, ports), env: {} });
  const parts = ['prometheus', 'alertmanager', 'grafana'] as const;
  await writeBundle(config, { outDir: folder, parts, check: false, force: false });
  const read = (name: string) => readFile(join(secrets, name), 'utf8');
  return { folder, config, ports, ca: await read('ca.crt'), password: await read('web-password') };
}

/** The address of a server; `localhost`, which the certificate is for. */
export const urlOf = (ports: Ports, name: ServerName) => `https://localhost:${ports[name]}`;

function listArguments({ folder, ports }: SecuredFolder): Readonly<Record<ServerName, readonly string[]>> {
  const web = `--web.config.file=${join(folder, 'secrets/web.yml')}`;
  const listen = (name: ServerName) => `--web.listen-address=127.0.0.1:${ports[name]}`;
  return {
    aiwatch: [MAIN, 'serve', '--config', 'aiwatch.yml'],
    node: [web, listen('node')],
    alertmanager: [
      ...[web, listen('alertmanager'), '--cluster.listen-address='],
      `--config.file=${join(folder, 'alertmanager/alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alertmanager-data')}`,
    ],
    prometheus: [
      ...[web, listen('prometheus'), '--web.enable-lifecycle'],
      `--config.file=${join(folder, 'prometheus/prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'prometheus-data')}`,
    ],
  };
}

/** Starts a server of the stack; it is there as soon as it answers by TLS, be it with a refusal. */
export function startSecured(
  name: ServerName,
  program: Pick<Program, 'path' | 'env'>,
  secured: SecuredFolder,
): Promise<RunningServer> {
  const url = urlOf(secured.ports, name);
  // aiwatch.yml names the web configuration file as seen from the folder that aiwatch is started in.
  const wrapped =
    name === 'aiwatch'
      ? { path: '/bin/sh', args: ['-c', 'cd "$0" && exec "$@"', secured.folder, program.path] }
      : { path: program.path, args: [] };
  return startServer(
    { program: { name, path: wrapped.path, env: program.env }, port: secured.ports[name] },
    {
      url,
      args: [...wrapped.args, ...listArguments(secured)[name]],
      isReady: async () => (await sendTls(`${url}/metrics`, { ca: secured.ca })).status === 401,
    },
  );
}
