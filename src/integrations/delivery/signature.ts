import { createHmac, timingSafeEqual } from 'node:crypto';

/** What Standard Webhooks 1.0 (https://www.standardwebhooks.com) puts in front of a key in base64. */
const SECRET_PREFIX = 'whsec_';
const VERSION = 'v1';
const MS_PER_SECOND = 1000;
/** How old a delivery may be, in either direction of the clock: as long as Standard Webhooks suggests. */
const DEFAULT_TOLERANCE_SECONDS = 300;

/** What a signature covers. */
export interface SignedContent {
  /** The same at each attempt: whoever has seen it may pass the delivery over. */
  readonly id: string;
  /** Unix time of the attempt. */
  readonly timestampSeconds: number;
  /** The body, byte by byte. */
  readonly body: string;
}

/** The three headers of a signed delivery. */
export interface SignatureHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** Signs as Standard Webhooks does: HMAC-SHA256 over `id.timestamp.body`. */
export function buildSignatureHeaders(secret: string, content: SignedContent): SignatureHeaders {
  return {
    'webhook-id': content.id,
    'webhook-timestamp': String(content.timestampSeconds),
    'webhook-signature': `${VERSION},${computeMac(secret, content).toString('base64')}`,
  };
}

/** The headers of a request as Node.js has them. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyWebhookOptions {
  /** Deliveries that are older, or further ahead, are refused: somebody may send again what was overheard. @default 300 */
  readonly toleranceSeconds?: number;
  /** Unix time. @default now */
  readonly nowMs?: number;
}

/**
 * Tells whoever receives the webhook whether a delivery is from aiwatch, unchanged and fresh; docs/webhook.md has an
 * example. Never throws, whatever arrived.
 * @param secret `webhook.signingSecret` of the aiwatch server
 * @param body as it arrived, before it is parsed
 */
export function verifyWebhook(
  secret: string,
  headers: ReceivedHeaders,
  body: string,
  { toleranceSeconds = DEFAULT_TOLERANCE_SECONDS, nowMs = Date.now() }: VerifyWebhookOptions = {},
): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    name => headers[name],
  );
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  const timestampSeconds = Number(timestamp);
  const ageSeconds = Math.abs(nowMs / MS_PER_SECOND - timestampSeconds);
  if (!Number.isInteger(timestampSeconds) || ageSeconds > toleranceSeconds) return false;
  const expected = computeMac(secret, { id, timestampSeconds, body });
  return signatures.split(' ').some(signature => isMac(signature, expected));
}

function isMac(signature: string, expected: Buffer): boolean {
  const [version, base64 = ''] = signature.split(',');
  const mac = Buffer.from(base64, 'base64');
  return version === VERSION && mac.length === expected.length && timingSafeEqual(mac, expected);
}

function computeMac(secret: string, { id, timestampSeconds, body }: SignedContent): Buffer {
  const key = secret.startsWith(SECRET_PREFIX)
    ? Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
  return createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest();
}
