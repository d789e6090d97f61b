import { createHash, randomBytes } from 'node:crypto';
import { readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PANEL_ROLES, type PanelRole } from '../../api/session.ts';
import { AiwatchError, reasonOf } from '../../errors.ts';
import { readPrivateFile, replacePrivateFile } from '../../private-file.ts';

/** Whom a code signs in. */
export interface CodeHolder {
  readonly role: PanelRole;
  /** Required for `user`. */
  readonly userId?: string | undefined;
}

/** A code that was made; it is shown once, and kept nowhere. */
export interface SignInCode {
  readonly code: string;
  /** Unix milliseconds. */
  readonly expiresMs: number;
}

/** Beyond guessing, so that no slow hash is needed. */
const CODE_BYTES = 24;
const SUFFIX = '.json';

const schema = z.object({
  role: z.enum(PANEL_ROLES),
  userId: z.string().optional(),
  expiresMs: z.number(),
});

/** The folder of codes, beside a file of keys: one file for each, named for its hash. */
function codesFolderOf(keyFile: string): string {
  return join(dirname(keyFile), 'codes');
}

function fileOf(keyFile: string, code: string): string {
  const hash = createHash('sha256').update(code).digest('hex');
  return join(codesFolderOf(keyFile), `${hash}${SUFFIX}`);
}

async function readHolder(file: string) {
  const text = await readPrivateFile(file);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether this call removed it: of several at once, on any server of these files, only one did. */
async function removeOnce(file: string): Promise<boolean> {
  try {
    await unlink(file);
    return true;
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return false;
    throw new AiwatchError('DATA_FILE_UNWRITABLE', { where: file, found: reasonOf(error), cause: error });
  }
}

/** Removes codes that nobody used in time. */
async function sweep(keyFile: string, nowMs: number): Promise<void> {
  const folder = codesFolderOf(keyFile);
  for (const name of await readdir(folder)) {
    if (!name.endsWith(SUFFIX)) continue;
    const holder = await readHolder(join(folder, name));
    if (holder === undefined || holder.expiresMs < nowMs) await removeOnce(join(folder, name));
  }
}

/**
 * Makes a code that signs somebody in once. It lies in a file, so that it can be made beside a running server, and holds
 * over a restart of it. Rejects with COMMAND_USAGE for a user without an id, and with DATA_FILE_….
 */
export async function createSignInCode(
  keyFile: string,
  { role, userId }: CodeHolder,
  ttlMs: number,
  nowMs = Date.now(),
): Promise<SignInCode> {
  if (role === 'user' && userId === undefined) {
    const expected = '--user with the role user';
    throw new AiwatchError('COMMAND_USAGE', { where: 'aiwatch token link', expected, found: 'none' });
  }
  const code = randomBytes(CODE_BYTES).toString('base64url');
  const expiresMs = nowMs + ttlMs;
  await replacePrivateFile(fileOf(keyFile, code), `${JSON.stringify({ role, userId, expiresMs })}\n`);
  await sweep(keyFile, nowMs);
  return { code, expiresMs };
}

/** Uses a code up, and says whom it signs in. Rejects with SIGN_IN_CODE_INVALID for any that is not to be used. */
export async function redeemSignInCode(
  keyFile: string,
  code: string,
  { where, nowMs = Date.now() }: { readonly where: string; readonly nowMs?: number },
): Promise<CodeHolder> {
  const file = fileOf(keyFile, code);
  const holder = await readHolder(file);
  if (holder === undefined || !(await removeOnce(file)))
    throw new AiwatchError('SIGN_IN_CODE_INVALID', { where, found: 'none that is kept' });
  if (holder.expiresMs < nowMs)
    throw new AiwatchError('SIGN_IN_CODE_INVALID', { where, found: 'one that is too old' });
  return holder;
}
