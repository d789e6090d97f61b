import type { ActivityEvent, EventSource, JsonObject } from '../event.ts';
import { anonymousUser, isAnonymousUser } from './anonymous-user.ts';
import { createFieldNames } from './field-names.ts';
import { createKeyedHash, type KeyedHash } from './keyed-hash.ts';
import { METADATA_TEXT_LENGTH, withoutContent } from './metadata.ts';
import { replacePersonalData } from './personal-data.ts';
import { hashPersonalField, isHashedField, maskPersonalField, personalFieldsOf } from './personal-fields.ts';
import type { PrivacyConfig } from './privacy-config.ts';
import { redactSecrets } from './redact-secrets.ts';
import { placeholder } from './secret-rule.ts';
import { scanText } from './text-scan.ts';
import { redactValue, type ValueRules } from './value-redactor.ts';

/** An event as it may be kept, and how often something was taken out of it, by kind. */
interface Redacted {
  readonly event: ActivityEvent;
  readonly redactions: Readonly<Record<string, number>>;
}

/** Takes out of an event what must not be kept; never throws. */
export type Redactor = (event: ActivityEvent) => Redacted;

/** In the order of the canonical JSON. */
const SOURCE_FIELDS = [
  'application',
  'environment',
  'instance',
  'reportedTimestamp',
  'requestId',
  'traceId',
] as const satisfies readonly (keyof EventSource)[];

/** Texts shorter than this hold neither a secret nor a person. */
const SHORTEST_FINDING = 5;

/** Makes the function that every event goes through before anything of it is written anywhere. */
export function createRedactor(config: PrivacyConfig): Redactor {
  let counts: Record<string, number> = {};
  const count = (kind: string) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  const hash = createKeyedHash(config.hashKey);
  const redactText = createTextRedactor(config, hash, count);
  const rules: ValueRules = {
    redactText,
    nameOf: createFieldNames(redactText),
    count,
    keepFileContents: config.fileContents,
    longestText: config.captureLevel === 'metadata' ? METADATA_TEXT_LENGTH : Number.POSITIVE_INFINITY,
  };
  return event => {
    counts = {};
    try {
      return { event: redactEvent(event, config, rules, hash), redactions: counts };
    } catch {
      return { event: withoutAnything(event), redactions: { unreadable: 1 } };
    }
  };
}

function createTextRedactor(config: PrivacyConfig, hash: KeyedHash, count: (kind: string) => void) {
  const { captureLevel, personalData } = config;
  const isPersonalKept = captureLevel === 'full' || personalData === 'keep';
  const replacement = (kind: string, found: string) =>
    personalData === 'hash' ? hashPersonalField(kind, found, hash) : placeholder(kind);
  return (text: string): string => {
    if (text.length < SHORTEST_FINDING) return text;
    const scan = scanText(text);
    const { marks } = scan;
    const clean = redactSecrets(text, scan, count);
    return isPersonalKept ? clean : replacePersonalData(clean, marks, count, replacement);
  };
}

function redactEvent(
  event: ActivityEvent,
  config: PrivacyConfig,
  rules: ValueRules,
  hash: KeyedHash,
): ActivityEvent {
  const { id, sessionId, userId, type, timestamp, source } = event;
  const secretsOnly = (text: string) => redactSecrets(text, scanText(text), rules.count);
  const redactId = (text: string) => redactIdentifier(text, secretsOnly, hash);
  // In the order of the canonical JSON, which is then written faster.
  return {
    data: redactData(event, config, rules, hash),
    event: secretsOnly(event.event),
    id: redactId(id),
    sessionId: sessionId === null ? null : redactId(sessionId),
    source: redactSource(source, secretsOnly),
    timestamp,
    type: secretsOnly(type),
    userId: userId === null ? null : redactUser(userId, config, redactId, hash),
  };
}

/** A secret in an id takes all of it; its hash stays, so that two such ids are not taken for one. */
function redactIdentifier(text: string, secretsOnly: (text: string) => string, hash: KeyedHash): string {
  const clean = secretsOnly(text);
  if (clean === text) return text;
  const [found] = /\[redacted:[\w-]+\]/.exec(clean) ?? [placeholder('secret')];
  return `${found}-${hash('id', text)}`;
}

function redactUser(
  userId: string,
  config: PrivacyConfig,
  redactId: (text: string) => string,
  hash: KeyedHash,
) {
  return config.anonymizeUsers ? anonymousUser(userId, hash) : redactId(userId);
}

function redactData(
  event: ActivityEvent,
  config: PrivacyConfig,
  rules: ValueRules,
  hash: KeyedHash,
): JsonObject {
  const { captureLevel, personalData, anonymizeUsers } = config;
  const isMetadata = captureLevel === 'metadata' || captureLevel === 'none';
  const data = isMetadata ? withoutContent(event.type, event.data) : event.data;
  const clean = redactValue(data, rules) as Record<string, unknown>;
  const isPersonalKept = captureLevel === 'full' || personalData === 'keep';
  for (const field of personalFieldsOf(event.type)) {
    const value = data[field];
    if (typeof value !== 'string' || typeof clean[field] !== 'string') continue;
    if (isAnonymousUser(value) || isHashedField(field, value)) continue;
    if (field === 'userName' && anonymizeUsers) clean[field] = anonymousUser(value, hash);
    else if (!isPersonalKept && personalData === 'hash') clean[field] = hashPersonalField(field, value, hash);
    else if (!isPersonalKept && clean[field] === value) clean[field] = maskPersonalField(value);
    else if (!isPersonalKept && isAddress(field)) clean[field] = maskPersonalField(value);
  }
  return clean;
}

/** Texts are looked at before fields: an address was replaced there, and is masked as one here. */
const isAddress = (field: string) => field === 'clientIp';

/** Sources of which nothing was taken out. The events of a delivery share one, which is looked at once. */
const cleanSources = new WeakMap<EventSource, EventSource>();

function redactSource(source: EventSource, secretsOnly: (text: string) => string): EventSource {
  const known = cleanSources.get(source);
  if (known !== undefined) return known;
  const clean: Record<string, string> = {};
  let isUnchanged = true;
  for (const name of SOURCE_FIELDS) {
    const text = source[name];
    if (text === undefined) continue;
    clean[name] = secretsOnly(text);
    if (clean[name] !== text) isUnchanged = false;
  }
  const redacted = clean as unknown as EventSource;
  if (isUnchanged) cleanSources.set(source, redacted);
  return redacted;
}

/** What is left of an event that could not be read: that it was there. */
function withoutAnything({ id, type, event, timestamp, source }: ActivityEvent): ActivityEvent {
  return { id, sessionId: null, userId: null, type, event, data: {}, timestamp, source };
}
