import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, runCommand } from './run-command.ts';

/** One version of a package, as `apt-get` names it. */
export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

/** A source of packages: the machine's package lists, or lists of our own. */
export interface Apt {
  /** What installing the packages would add to this machine, themselves included, without recommendations. */
  simulate(names: readonly string[]): Promise<PackageVersion[]>;
  /** Downloads packages (`.deb`) into a folder. */
  download(packages: readonly PackageVersion[], folder: string): Promise<void>;
}

/** A mirror that does not answer must end in an error, not in a hang. */
export const NETWORK_OPTIONS = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=20'];

/** The machine's own package lists, as they are. */
export const machineApt: Apt = buildApt([]);

/**
 * Package lists kept in a folder of our own and fetched now: for a machine whose lists are missing or out of date,
 * without root, and without changing what the machine knows. Throws if they cannot be fetched.
 */
export async function loadFreshApt(folder: string): Promise<Apt> {
  const lists = join(folder, 'lists');
  const archives = join(folder, 'cache', 'archives');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  const options = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${join(folder, 'cache')}`];
  const result = await aptGet([...options, ...NETWORK_OPTIONS, 'update']);
  check('apt-get update', result);
  // Without a network it warns and ends with exit code 0.
  if (!(await readdir(lists)).some(file => file.includes('Packages'))) {
    const warning = result.stderr.split('\n').find(line => line.startsWith('W:'));
    throw new Error(
      `apt-get update brought no package list (is there a network?) ${warning ?? ''}`.trimEnd(),
    );
  }
  return buildApt(options);
}

function buildApt(options: readonly string[]): Apt {
  return {
    async simulate(names) {
      const args = ['install', '--simulate', '--no-install-recommends', ...names];
      return parseSimulation(check('apt-get install --simulate', await aptGet([...options, ...args])));
    },
    async download(packages, folder) {
      const exact = packages.map(({ name, version }) => `${name}=${version}`);
      check('apt-get download', await aptGet([...options, ...NETWORK_OPTIONS, 'download', ...exact], folder));
    },
  };
}

/**
 * The packages that `apt-get install --simulate` says it would put in: `Inst name (version …)`, or
 * `Inst name [version now] (version …)`.
 */
export function parseSimulation(output: string): PackageVersion[] {
  return [...output.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+) /gm)].map(([, name, version]) => ({
    name: name!,
    version: version!,
  }));
}

/** Runs apt-get, with messages in English. */
export function aptGet(args: readonly string[], cwd?: string): Promise<CommandResult> {
  const env = Object.fromEntries(Object.entries(process.env).map(([key, value]) => [key, value ?? '']));
  return runCommand('apt-get', args, {
    ...(cwd === undefined ? {} : { cwd }),
    // The messages are read, here and by people with this error in front of them.
    env: { ...env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** What a command printed; throws its first error where it failed. */
export function check(command: string, result: CommandResult): string {
  if (result.exitCode !== 0) {
    const errors = result.stderr.split('\n').filter(line => line.startsWith('E:'));
    throw new Error(`${command}: ${errors[0] ?? `exit code ${result.exitCode}`}`);
  }
  return result.stdout;
}
