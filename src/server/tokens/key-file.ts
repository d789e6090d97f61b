import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AiwatchError } from '../../errors.ts';
import { createPrivateFileOnce, readPrivateFile, replacePrivateFile } from '../../private-file.ts';

/** One secret that signs tokens by HS256. */
export interface SigningKey {
  readonly kid: string;
  readonly secret: Uint8Array;
  /** Unix milliseconds. */
  readonly createdMs: number;
}

/** At the most two keys: the first signs, both verify. */
export type SigningKeys = readonly [active: SigningKey, older?: SigningKey];

/** As many bits as the hash has (RFC 7518 section 3.2). */
const SECRET_BYTES = 32;
const KID_BYTES = 6;

/** The version of the file's form. */
const FORM_VERSION = 1;

const keySchema = z.object({
  kid: z.string().min(1),
  secret: z.base64url().refine(text => Buffer.from(text, 'base64url').length >= SECRET_BYTES),
  createdMs: z.number(),
});
const schema = z.object({ version: z.literal(FORM_VERSION), keys: z.array(keySchema).min(1).max(2) });

function createKey(): SigningKey {
  return {
    kid: randomBytes(KID_BYTES).toString('hex'),
    secret: randomBytes(SECRET_BYTES),
    createdMs: Date.now(),
  };
}

function formatKeys(keys: SigningKeys): string {
  const list = keys.map(key => ({ ...key, secret: Buffer.from(key!.secret).toString('base64url') }));
  return `${JSON.stringify({ version: FORM_VERSION, keys: list }, undefined, 2)}\n`;
}

function parseKeys(file: string, text: string): SigningKeys {
  try {
    const { keys } = schema.parse(JSON.parse(text));
    const [active, older] = keys.map(key => ({ ...key, secret: Buffer.from(key.secret, 'base64url') }));
    return older === undefined ? [active!] : [active!, older];
  } catch {
    // The cause would quote the file.
    throw new AiwatchError('DATA_FILE_UNREADABLE', { where: file, found: 'no keys of version 1' });
  }
}

async function readKeys(file: string): Promise<SigningKeys | undefined> {
  const text = await readPrivateFile(file);
  return text === undefined ? undefined : parseKeys(file, text);
}

/** Reads the keys; makes them, readable for their owner only, where there are none. Rejects with DATA_FILE_…. */
export async function openKeyFile(file: string): Promise<SigningKeys> {
  const known = await readKeys(file);
  if (known !== undefined) return known;
  await createPrivateFileOnce(file, formatKeys([createKey()]));
  return (await readKeys(file))!;
}

/** Makes a new active key; the one before still verifies, the one before that no more. Rejects with DATA_FILE_…. */
export async function rotateKeyFile(file: string): Promise<SigningKeys> {
  const [active] = await openKeyFile(file);
  const keys: SigningKeys = [createKey(), active];
  await replacePrivateFile(file, formatKeys(keys));
  return keys;
}
