import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AiwatchError } from '../../errors.ts';
import { appendReplaceableFile, readPrivateFile } from '../../private-file.ts';
import { ROLES, type Role } from '../access/identity.ts';

/** How somebody signed in to the panel. */
const SIGN_IN_WAYS = ['token', 'code', 'oidc'] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** What is kept about a token; never the token itself. Times are Unix milliseconds. */
export interface IssuedToken {
  readonly tokenId: string;
  readonly role: Role;
  readonly userId?: string | undefined;
  readonly application?: string | undefined;
  readonly environment?: string | undefined;
  readonly instance?: string | undefined;
  /** How its session of the panel began; undefined for a token that was handed out. */
  readonly signedInBy?: SignInWay | undefined;
  /** The token that a session was begun with: with it the session is revoked. */
  readonly parentId?: string | undefined;
  /** Account of the machine in which it was made by a command; undefined where that is not known, and of sessions. */
  readonly issuedBy?: string | undefined;
  readonly createdMs: number;
  readonly expiresMs: number;
  /** Undefined where it was not revoked. */
  readonly revokedMs?: number | undefined;
  /** Account of the machine in which a command revoked it; undefined for a session that its user ended. */
  readonly revokedBy?: string | undefined;
}

/** Tokens by their id, in the order in which they were issued. */
export type IssuedTokens = ReadonlyMap<string, IssuedToken>;

const text = z.string().optional();
const issuedLine = z.object({
  tokenId: z.string(),
  role: z.enum(ROLES),
  userId: text,
  application: text,
  environment: text,
  instance: text,
  signedInBy: z.enum(SIGN_IN_WAYS).optional(),
  parentId: text,
  issuedBy: text,
  createdMs: z.number(),
  expiresMs: z.number(),
});
const revokedLine = z.object({ revoked: z.string(), revokedMs: z.number(), revokedBy: text });

/** The list beside a file of keys: one JSON text a line. Writers only add to it; `compactIssuedFile` loses none of what they add. */
export function issuedFileOf(keyFile: string): string {
  return join(dirname(keyFile), 'issued.jsonl');
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Torn by a crash: that token was never handed out, and that command said that it failed.
    return undefined;
  }
}

function apply(tokens: Map<string, IssuedToken>, line: string): void {
  const content = parseLine(line);
  const issued = issuedLine.safeParse(content);
  if (issued.success) {
    // A session that is renewed keeps its id; once revoked, it stays so.
    const { revokedMs, revokedBy, createdMs } =
      tokens.get(issued.data.tokenId) ?? (issued.data as IssuedToken);
    tokens.set(issued.data.tokenId, { ...issued.data, createdMs, revokedMs, revokedBy });
  }
  const revoked = revokedLine.safeParse(content);
  if (!revoked.success) return;
  const token = tokens.get(revoked.data.revoked);
  if (token === undefined || token.revokedMs !== undefined) return;
  const { revokedMs, revokedBy } = revoked.data;
  tokens.set(token.tokenId, { ...token, revokedMs, revokedBy });
}

/** Sessions are kept for so long after their end: far beyond what clocks differ by. */
const SESSION_KEPT_MS = 60 * 60_000;

/**
 * The tokens of a list, without the sessions of the panel that are over, which come and go by themselves. Those that were
 * handed out stay.
 */
export function parseIssuedTokens(text: string, nowMs = Date.now()): IssuedTokens {
  const tokens = new Map<string, IssuedToken>();
  for (const line of text.split('\n')) if (line !== '') apply(tokens, line);
  for (const { tokenId, signedInBy, expiresMs } of tokens.values()) {
    if (signedInBy !== undefined && expiresMs + SESSION_KEPT_MS < nowMs) tokens.delete(tokenId);
  }
  return tokens;
}

/** Reads which tokens there are. Rejects with DATA_FILE_UNREADABLE. */
export async function loadIssuedTokens(file: string): Promise<IssuedTokens> {
  return parseIssuedTokens((await readPrivateFile(file)) ?? '');
}

/** The lines of a token: what it is, and whether it was revoked. */
export function formatIssuedToken({ revokedMs, revokedBy, ...token }: IssuedToken): string {
  const issued = `${JSON.stringify(token)}\n`;
  return revokedMs === undefined
    ? issued
    : `${issued}${JSON.stringify({ revoked: token.tokenId, revokedMs, revokedBy })}\n`;
}

/** A line of its own even where the one before was torn. */
const append = (file: string, line: object) => appendReplaceableFile(file, `\n${JSON.stringify(line)}\n`);

/** Adds a token. Rejects with DATA_FILE_UNWRITABLE. */
export async function addIssuedToken(file: string, token: IssuedToken): Promise<void> {
  await append(file, token);
}

/**
 * Revokes a token for good; again does no harm. Rejects with TOKEN_UNKNOWN and DATA_FILE_….
 * @param revokedBy account of the machine, where a command does it
 */
export async function revokeToken(
  file: string,
  tokenId: string,
  { revokedBy, nowMs = Date.now() }: { readonly revokedBy?: string; readonly nowMs?: number } = {},
): Promise<IssuedToken> {
  const token = (await loadIssuedTokens(file)).get(tokenId);
  if (token === undefined)
    throw new AiwatchError('TOKEN_UNKNOWN', { where: file, found: JSON.stringify(tokenId) });
  if (token.revokedMs !== undefined) return token;
  await append(file, { revoked: tokenId, revokedMs: nowMs, revokedBy });
  return { ...token, revokedMs: nowMs, revokedBy };
}
