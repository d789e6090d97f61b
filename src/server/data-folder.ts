import { join } from 'node:path';
import type { Config } from '../config/index.ts';

/** Where the server keeps what, below its data folder. */
export function dataFolder({ server, auth, audit, events }: Config) {
  const inside = (...parts: readonly string[]) => join(server.dataDir, ...parts);
  return {
    tokenKeys: auth.keyFile ?? inside('keys', 'tokens.json'),
    auditKey: audit.keyFile ?? inside('keys', 'audit.key'),
    checkpoints: inside('audit', 'checkpoints.log'),
    spool: events.spoolDir ?? inside('spool'),
    postgresql: server.dataDir,
  };
}
