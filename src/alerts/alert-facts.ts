import { createHash } from 'node:crypto';

type Texts = Readonly<Record<string, string>>;

/** What the labels and annotations of an alert mean. */
export interface AlertFacts {
  readonly name: string;
  readonly severity: string;
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly runbookUrl: string | null;
  readonly generatorUrl: string | null;
}

/** What PostgreSQL cannot keep in a text: NUL, and half of a surrogate pair. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;
const REPLACEMENT = '\u{fffd}';
/** Rules have a few of each; what is beyond is left out, and longer texts are cut. */
const MAX_ENTRIES = 64;
const MAX_TEXT_LENGTH = 4000;
const MAX_URL_LENGTH = 8000;
const FINGERPRINT_LENGTH = 16;

/** Reads an alert; whatever is in its texts, the result can be kept and shown. */
export function readAlert(labels: Texts, annotations: Texts, generatorUrl: string | undefined): AlertFacts {
  const kept = boundTexts(labels);
  return {
    name: kept['alertname'] || 'unnamed',
    severity: kept['severity'] || 'none',
    labels: kept,
    annotations: boundTexts(annotations),
    runbookUrl: webAddress(annotations['runbook_url']),
    generatorUrl: webAddress(generatorUrl),
  };
}

/** In place of the hash of Alertmanager, for senders that give none. */
export function fingerprintOf(labels: Texts): string {
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, FINGERPRINT_LENGTH);
}

function boundTexts(texts: Texts): Texts {
  const kept = Object.entries(texts).slice(0, MAX_ENTRIES);
  return Object.fromEntries(kept.map(([name, text]) => [boundText(name), boundText(text)]));
}

function boundText(text: string): string {
  // Cut first: it may leave half of a pair.
  return text.slice(0, MAX_TEXT_LENGTH).replaceAll(UNSTORABLE, REPLACEMENT);
}

/** Annotations may hold anything; only what a browser opens as a page becomes a link. */
function webAddress(text: string | undefined): string | null {
  if (text === undefined || text.length > MAX_URL_LENGTH || !/^https?:\/\//i.test(text)) return null;
  return URL.canParse(text) ? text.replaceAll(UNSTORABLE, REPLACEMENT) : null;
}
