/** One program of a package. */
export interface PackagedProgram {
  /** Name used in this project: the name Debian gives the binary. */
  readonly name: string;
  /** Where the package puts the real binary (not a wrapper script), relative to `/`. */
  readonly path: string;
  /** Whether it is a module of Python at that path: the program is then Debian's Python, which finds the module. */
  readonly isPythonModule?: boolean;
  /** Folder of its own files, relative to `/`, whose absolute path is compiled into it. */
  readonly files?: string;
  /** Other names the same program goes by when it was installed in another way. */
  readonly aliases?: readonly string[];
}

/** One Debian package the test servers and the native stack need. */
export interface DebianPackage {
  readonly name: string;
  /** Packages it does not depend on, but which it is of no use without. */
  readonly alongside?: readonly string[];
  readonly programs: readonly PackagedProgram[];
}

/** Every package that can be found or fetched. To add one, add it here. */
const DEBIAN_PACKAGES = [
  {
    name: 'prometheus',
    programs: [
      { name: 'prometheus', path: 'usr/bin/prometheus', files: 'usr/share/prometheus/web' },
      { name: 'promtool', path: 'usr/bin/promtool' },
    ],
  },
  {
    name: 'prometheus-alertmanager',
    programs: [
      {
        name: 'prometheus-alertmanager',
        path: 'usr/bin/prometheus-alertmanager',
        files: 'usr/share/prometheus/alertmanager',
        aliases: ['alertmanager'],
      },
      { name: 'amtool', path: 'usr/bin/amtool' },
    ],
  },
  {
    name: 'redis-server',
    programs: [{ name: 'redis-server', path: 'usr/bin/redis-server' }],
  },
  {
    name: 'prometheus-redis-exporter',
    programs: [
      {
        name: 'prometheus-redis-exporter',
        path: 'usr/bin/prometheus-redis-exporter',
        aliases: ['redis_exporter'],
      },
    ],
  },
  {
    name: 'prometheus-node-exporter',
    programs: [
      {
        name: 'prometheus-node-exporter',
        path: 'usr/bin/prometheus-node-exporter',
        aliases: ['node_exporter'],
      },
    ],
  },
  {
    name: 'prometheus-postgres-exporter',
    programs: [
      {
        name: 'prometheus-postgres-exporter',
        path: 'usr/bin/prometheus-postgres-exporter',
        aliases: ['postgres_exporter'],
      },
    ],
  },
  {
    name: 'postgresql-15',
    programs: [
      { name: 'postgres', path: 'usr/lib/postgresql/15/bin/postgres' },
      { name: 'initdb', path: 'usr/lib/postgresql/15/bin/initdb' },
      { name: 'pgbench', path: 'usr/lib/postgresql/15/bin/pgbench' },
    ],
  },
  {
    name: 'postgresql-client-15',
    programs: [{ name: 'psql', path: 'usr/lib/postgresql/15/bin/psql' }],
  },
  {
    name: 'prometheus-pushgateway',
    programs: [
      { name: 'prometheus-pushgateway', path: 'usr/bin/prometheus-pushgateway', aliases: ['pushgateway'] },
    ],
  },
  {
    name: 'victoria-metrics',
    programs: [{ name: 'victoria-metrics', path: 'usr/bin/victoria-metrics' }],
  },
  {
    name: 'nginx-light',
    programs: [{ name: 'nginx', path: 'usr/sbin/nginx' }],
  },
  {
    name: 'openssl',
    programs: [{ name: 'openssl', path: 'usr/bin/openssl' }],
  },
  {
    name: 'curl',
    programs: [{ name: 'curl', path: 'usr/bin/curl' }],
  },
  {
    name: 'jsonnet',
    programs: [
      { name: 'jsonnet', path: 'usr/bin/jsonnet' },
      { name: 'jsonnetfmt', path: 'usr/bin/jsonnetfmt' },
    ],
  },
  {
    name: 'python3-requests',
    programs: [
      {
        name: 'python3-requests',
        path: 'usr/lib/python3/dist-packages/requests/__init__.py',
        isPythonModule: true,
      },
    ],
  },
  {
    name: 'chromium',
    alongside: ['fontconfig-config', 'fonts-dejavu-core'],
    programs: [
      {
        name: 'chromium',
        path: 'usr/lib/chromium/chromium',
        aliases: ['google-chrome-stable', 'google-chrome'],
      },
    ],
  },
] as const satisfies readonly DebianPackage[];

/** Name of a program that can be found or fetched. */
export type ProgramName = (typeof DEBIAN_PACKAGES)[number]['programs'][number]['name'];

/** A program of the list with the package it comes in. */
export interface Packaged {
  readonly package: DebianPackage;
  readonly program: PackagedProgram;
}

const BY_NAME: ReadonlyMap<string, Packaged> = new Map(
  DEBIAN_PACKAGES.flatMap((entry: DebianPackage) =>
    entry.programs.map((program): [string, Packaged] => [program.name, { package: entry, program }]),
  ),
);

/** Names of all programs of the list. */
export const PROGRAM_NAMES: readonly ProgramName[] = DEBIAN_PACKAGES.flatMap(entry =>
  entry.programs.map(program => program.name),
);

/** Whether `name` is in the list. */
export function isProgramName(name: string): name is ProgramName {
  return BY_NAME.has(name);
}

/** The package and path of a program. Throws if it is not in the list. */
export function packagedProgram(name: ProgramName): Packaged {
  const packaged = BY_NAME.get(name);
  if (packaged === undefined) {
    throw new Error(`unknown program "${name}"; known are: ${[...BY_NAME.keys()].join(', ')}`);
  }
  return packaged;
}
