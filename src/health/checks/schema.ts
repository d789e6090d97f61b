import type { HealthCheck } from '../health-check.ts';

/** Which version of the schema the database has, and which one is known here. */
export interface SchemaVersions {
  /** 0 where there is none. */
  readonly version: number;
  readonly known: number;
}

/** The check of the schema, and what it saw last. */
export interface SchemaWatch {
  readonly check: HealthCheck;
  /**
   * Why the store cannot be used, for people; undefined where it can, also while the database is away after it was seen:
   * what is to be stored waits.
   */
  problem(): string | undefined;
}

/** Watches whether the tables are there that this version needs. */
export function watchSchema(read: () => Promise<SchemaVersions>): SchemaWatch {
  let problem: string | undefined = 'the database was not reached yet';
  return {
    check: async () => {
      const { version, known } = await read();
      problem = problemOf({ version, known });
      const details = { version, known };
      if (problem !== undefined) return { status: 'unhealthy', error: problem, details };
      if (version === known) return { status: 'healthy', details };
      return { status: 'degraded', error: 'a later version of aiwatch has changed it', details };
    },
    problem: () => problem,
  };
}

function problemOf({ version, known }: SchemaVersions): string | undefined {
  if (version === 0) return 'the tables of aiwatch are missing';
  return version < known ? `version ${version} is older than ${known}: run aiwatch migrate` : undefined;
}
