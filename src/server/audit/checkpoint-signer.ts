import type { Pool } from 'pg';
import { type AuditKey, signCheckpoint, type TreeHead } from '../../audit/index.ts';
import { isAiwatchError } from '../../errors.ts';
import type { StoreUpkeepRecorder } from '../../recorders/index.ts';
import { storeCheckpoint } from '../../store/index.ts';
import { type CheckpointLog, openCheckpointLog } from './checkpoint-log.ts';
import { sendCheckpoint } from './send-checkpoint.ts';
import { type TreeWatch, watchTree } from './tree-watch.ts';

export interface CheckpointSignerOptions {
  readonly pool: Pool;
  readonly key: AuditKey;
  /** File that keeps what was signed, outside of the database. */
  readonly logFile: string;
  /** Where each checkpoint is sent to. @default nowhere */
  readonly url?: string | undefined;
  readonly recorder: StoreUpkeepRecorder;
  /** Told of each checkpoint, for the log of the server. */
  readonly onSigned: (head: TreeHead, note: string) => void;
  readonly onProblem: (where: string, error: unknown) => void;
}

/** Signs the audit trail; one for a process. */
export interface CheckpointSigner {
  /**
   * Signs what the trail holds now, unless that is signed already, and resolves when the checkpoint is on the disk and in
   * the database; it is sent later. Throws AUDIT_INCONSISTENT where the trail does not hold what was signed before:
   * then nothing is signed. Calls follow one another.
   */
  sign(): Promise<void>;
}

/** Opens the file of checkpoints, and prepares to sign. Throws DATA_FILE_… where the file cannot be read or written. */
export async function openCheckpointSigner(options: CheckpointSignerOptions): Promise<CheckpointSigner> {
  const { pool, key, logFile, recorder } = options;
  const log = await openCheckpointLog(logFile, key);
  const tree = watchTree(pool, log.signed);
  let signedSize = log.signed.at(-1)?.size ?? 0;
  let storedSize = 0;
  let last: Promise<void> = Promise.resolve();

  const sign = async (): Promise<void> => {
    const head = await advance(tree, recorder);
    if (head.size > 0 && head.size !== Math.min(signedSize, storedSize)) {
      const note = signCheckpoint(head, key);
      if (head.size > signedSize) await publish(head, note, log, options);
      signedSize = head.size;
      await storeCheckpoint(pool, { size: head.size, origin: key.name, note });
      storedSize = head.size;
    }
    recorder.audited({ leaves: head.size, signedLeaves: signedSize });
  };
  return {
    sign: () => {
      const next = last.then(sign).catch(error => {
        recorder.checkpointFailed();
        throw error;
      });
      last = next.catch(() => {});
      return next;
    },
  };
}

async function advance(tree: TreeWatch, recorder: StoreUpkeepRecorder): Promise<TreeHead> {
  try {
    const head = await tree.advance();
    recorder.auditConsistent(true);
    return head;
  } catch (error) {
    if (isAiwatchError(error) && error.code === 'AUDIT_INCONSISTENT') recorder.auditConsistent(false);
    throw error;
  }
}

/** First the file: what was signed must be known after a crash, whatever else was told of it. */
async function publish(
  head: TreeHead,
  note: string,
  log: CheckpointLog,
  { url, onSigned, onProblem, recorder }: CheckpointSignerOptions,
): Promise<void> {
  await log.append(note);
  onSigned(head, note);
  if (url === undefined) return;
  sendCheckpoint(url, note).catch(error => {
    recorder.checkpointFailed();
    onProblem('sending a checkpoint', error);
  });
}
