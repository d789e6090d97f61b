import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Config } from '../../config/index.ts';
import type { StoreUpkeepRecorder } from '../../recorders/index.ts';
import { openAuditKey } from '../audit/audit-key-file.ts';
import { type CheckpointSigner, openCheckpointSigner } from '../audit/checkpoint-signer.ts';
import { dataFolder } from '../data-folder.ts';
import { repeat } from './repeat.ts';

export interface CheckpointPartOptions {
  readonly pool: Pool;
  readonly recorder: StoreUpkeepRecorder;
  /** Told of each checkpoint, in one line. */
  readonly onNotice: (line: string) => void;
  readonly onProblem: (where: string, error: unknown) => void;
}

/** The audit trail of a server, signed as often as configured. */
export interface Checkpoints extends CheckpointSigner {
  /** The public key that checks them: `name+id+base64`. */
  readonly vkey: string;
  /** Signs once more, where that takes no more than two seconds, and ends. */
  stop(): Promise<void>;
}

const RETRY_MS = 60_000;
/** What is not signed by then is signed after the next start. */
const LAST_SIGNING_MS = 2000;

/** Opens the key (made at the first start) and begins to sign. Throws AUDIT_KEY_INVALID, DATA_FILE_…. */
export async function startCheckpoints(
  config: Config,
  { pool, recorder, onNotice, onProblem }: CheckpointPartOptions,
): Promise<Checkpoints> {
  const folder = dataFolder(config);
  const key = await openAuditKey(folder.auditKey, config.audit.origin);
  const signer = await openCheckpointSigner({
    pool,
    key,
    logFile: folder.checkpoints,
    url: config.audit.checkpointUrl,
    recorder,
    onSigned: ({ size, root }) =>
      onNotice(`audit checkpoint ${key.name} ${size} ${Buffer.from(root).toString('base64')}`),
    onProblem,
  });
  const fail = (error: unknown) => onProblem('signing the audit trail', error);
  const intervalMs = config.audit.checkpointInterval;
  const repetition = repeat(signer.sign, { intervalMs, retryMs: RETRY_MS, onProblem: fail });
  return {
    vkey: key.vkey,
    sign: signer.sign,
    stop: async () => {
      await repetition.stop();
      await Promise.race([signer.sign().catch(fail), sleep(LAST_SIGNING_MS, undefined, { ref: false })]);
    },
  };
}
