import { setTimeout as sleep } from 'node:timers/promises';
import {
  HEALTH_COLORS,
  type HealthPart,
  type HealthPartKind,
  type HealthReport,
  type QuickHealth,
  type Readiness,
} from '../../api/health.ts';
import { memoryLimitBytes } from '../../collectors/index.ts';
import type { Config } from '../../config/index.ts';
import {
  type ApplicationWatch,
  buildHealthPart,
  createDatabaseCheck,
  createHealthRegistry,
  createMemoryCheck,
  createReadiness,
  createServiceCheck,
  createSpoolCheck,
  type HealthCheck,
  type HealthRegistry,
  watchApplications,
  watchSchema,
  worstStatus,
} from '../../health/index.ts';
import { createHealthRecorder } from '../../recorders/index.ts';
import type { Exporter, Intake } from '../../runtime.ts';
import type { Spool } from '../../spool/index.ts';
import { applicationActivity, type Store, schemaState } from '../../store/index.ts';

export interface HealthPartOptions {
  readonly exporter: Exporter;
  readonly store: Store;
  readonly spool: Pick<Spool, 'stats'>;
  /** Says whether the audit trail is whole and signed. */
  readonly auditCheck: HealthCheck;
}

/** How the server and its surroundings are. */
export interface ServerHealth {
  /** Further parts add their checks here, and the live feed listens. */
  readonly registry: HealthRegistry;
  /** All parts, from the last results: it waits for nothing. */
  report(): HealthReport;
  /** Asks the database, and answers without it, at best `degraded`, where that takes longer than 50 ms. */
  quick(): Promise<QuickHealth>;
  /** Whether events can be taken and stored. */
  readiness(): Readiness;
  /** The same intake; the applications of the events are seen by it. */
  watchIntake(intake: Intake): Intake;
  close(): void;
}

const SERVICE_INTERVAL_MS = 5 * 60_000;
/** What readiness waits for after a start or a migration. */
const SCHEMA_INTERVAL_MS = 5000;
/** Rollups are read for it. */
const APPLICATIONS_INTERVAL_MS = 30_000;
const DATABASE_DEADLINE_MS = 3000;
/** Of the 100 ms that an answer may take; the rest is for the way. */
const QUICK_WAIT_MS = 50;
const DAY_MS = 24 * 60 * 60_000;

/** Begins to check. */
export function startServerHealth(config: Config, options: HealthPartOptions): ServerHealth {
  const { exporter, store, spool, auditCheck } = options;
  const registry = createHealthRegistry({
    recorder: createHealthRecorder(exporter.registry, exporter.catalogue),
    onProblem: exporter.http.problem.log,
  });
  const schema = watchSchema(() => schemaState(store.pool));
  const applications = watchApplications({
    readStored: () => applicationActivity(store.pool, new Date(Date.now() - DAY_MS)),
    silentAfterMs: config.health.applicationSilentAfter,
    downAfterMs: config.health.applicationDownAfter,
  });
  const limitBytes = config.events.spoolMaxBytes;
  const { addHealthCheck } = registry;
  addHealthCheck('database', createDatabaseCheck(store.pool), { deadlineMs: DATABASE_DEADLINE_MS });
  addHealthCheck('schema', schema.check, { intervalMs: SCHEMA_INTERVAL_MS });
  addHealthCheck('spool', createSpoolCheck({ read: () => spool.stats(), limitBytes }));
  addHealthCheck('memory', createMemoryCheck(memoryLimitBytes(config.metrics.memoryLimitBytes)));
  addHealthCheck('audit', auditCheck);
  addHealthCheck('applications', applications.check, { intervalMs: APPLICATIONS_INTERVAL_MS });
  for (const { name, url } of config.health.services) {
    addHealthCheck(name, createServiceCheck(url), { intervalMs: SERVICE_INTERVAL_MS });
  }
  const readers = createReaders(config, registry, applications);
  return {
    registry,
    ...readers,
    readiness: createReadiness({ schemaProblem: schema.problem, spool, limitBytes }),
    watchIntake: intake => watchIntake(intake, applications),
    close: () => registry.close(),
  };
}

/** What the database says is one part of the page, whoever asks it. */
const KINDS: Readonly<Record<string, HealthPartKind>> = { database: 'database', schema: 'database' };

function createReaders(
  { health: { services } }: Config,
  registry: HealthRegistry,
  applications: ApplicationWatch,
): Pick<ServerHealth, 'report' | 'quick'> {
  const kinds = new Map<string, HealthPartKind>([
    ...Object.entries(KINDS),
    ...services.map(({ name, kind }) => [name, kind] as const),
  ]);
  const partOf = (name: string): HealthPart =>
    buildHealthPart(name, kinds.get(name) ?? 'server', registry.result(name));
  const now = () => ({ timestamp: new Date().toISOString(), uptime: Math.round(process.uptime()) });
  return {
    report: () => {
      const parts = registry
        .names()
        .flatMap(name => (name === 'applications' ? listBots(registry, applications) : [partOf(name)]));
      return { status: worstStatus(parts.map(part => part.status)), ...now(), parts };
    },
    quick: async () => {
      const answered = registry.run('database').then(() => true);
      const isInTime = await Promise.race([answered, sleep(QUICK_WAIT_MS, false)]);
      const database = isInTime ? partOf('database') : late(partOf('database'));
      const memory = partOf('memory');
      const asked = services.map(({ name }) => partOf(name));
      const status = worstStatus([database, memory, ...asked].map(part => part.status));
      return { status, ...now(), database, memory, services: asked };
    },
  };
}

/** The last result of a database that has not answered now: it may not be as well as it was. */
function late(database: HealthPart): HealthPart {
  if (database.status !== 'healthy') return database;
  const error = `no answer within ${QUICK_WAIT_MS} ms`;
  return { ...database, status: 'degraded', color: HEALTH_COLORS.degraded, error };
}

/** Each application by itself; where there is none yet, or they cannot be read, one part says so. */
function listBots(registry: HealthRegistry, applications: ApplicationWatch): readonly HealthPart[] {
  const result = registry.result('applications');
  const list = applications.list();
  if (result === undefined || list.length === 0 || result.details === undefined) {
    return [buildHealthPart('applications', 'bot', result)];
  }
  return list.map(({ application, status, ...details }) => {
    const { timestamp, responseTime } = result;
    const error = status === 'healthy' ? undefined : `no events since ${details.lastEventAt}`;
    const own = { name: application, status, timestamp, responseTime, details };
    return buildHealthPart(application, 'bot', error === undefined ? own : { ...own, error });
  });
}

function watchIntake(intake: Intake, applications: ApplicationWatch): Intake {
  return {
    submit: async (inputs, source, notes) => {
      const verdicts = await intake.submit(inputs, source, notes);
      for (const verdict of verdicts) {
        if ('accepted' in verdict) applications.seen(verdict.accepted.event.source.application);
      }
      return verdicts;
    },
  };
}
