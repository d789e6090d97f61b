import { redactSecrets, scanText, type TextScan } from '../../events/index.ts';

const CENSORED = '[redacted]';

/** Names whose values are secrets, wherever in a line they stand. */
const SECRET_NAMES =
  'authorization|proxy-authorization|cookie|set-cookie|x-api-key|api[_-]?key|password|passwd|secret|client_secret|token|access_token|refresh_token|private_key';

/**
 * What is replaced besides, of any form and length, and by what; none of it can leave the JSON of a line broken, or take
 * longer than the line is.
 */
const REPLACEMENTS: readonly (readonly [pattern: RegExp, by: string])[] = [
  // A field of that name: a text, or a list of texts.
  [new RegExp(`("(?:${SECRET_NAMES})":)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1"${CENSORED}"`],
  [new RegExp(`("(?:${SECRET_NAMES})":)\\["(?:[^"\\\\\\]]|\\\\.|",")*"\\]`, 'gi'), `$1"${CENSORED}"`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${CENSORED}`],
  // A query string.
  [/([?&](?:[\w-]*token|code|[\w-]*key|password|secret|sig|signature)=)[^&\s"'\\#]+/gi, `$1${CENSORED}`],
];

/** A name or a text in JSON. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** Over what a string says: over what is written, a rule could take half of an escape. */
function redactString(written: string, scan: TextScan): string {
  const text = written.includes('\\') ? parseString(written) : written.slice(1, -1);
  const clean = redactSecrets(text, scan, () => {});
  return clean === text ? written : JSON.stringify(clean);
}

/** Never throws, as logging does not: what is no JSON is taken as it is written. */
function parseString(written: string): string {
  try {
    return JSON.parse(written);
  } catch {
    return written.slice(1, -1);
  }
}

/**
 * By the rules for events. Most lines have few of the words that these look for, and cost one look at each character; in
 * those without an escape, a rule that finds nothing in all of it finds nothing in its strings.
 */
function redactStrings(line: string): string {
  const scan = scanText(line);
  const isClean =
    scan.rules.length === 0 || (!line.includes('\\') && redactSecrets(line, scan, () => {}) === line);
  return isClean ? line : line.replace(STRING, written => redactString(written, scan));
}

/** Takes secrets out of a finished line of the log: the last net, whoever wrote it and however deep they stand. */
export function scrubLine(line: string): string {
  return REPLACEMENTS.reduce((text, [pattern, by]) => text.replace(pattern, by), redactStrings(line));
}
