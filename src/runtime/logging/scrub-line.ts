const CENSORED = '[redacted]';

/** Names whose values are secrets, wherever in a line they stand. */
const SECRET_NAMES =
  'authorization|proxy-authorization|cookie|set-cookie|x-api-key|api[_-]?key|password|passwd|secret|client_secret|token|access_token|refresh_token|private_key';

/** What is replaced, and by what; none of it can leave the JSON of a line broken, or take longer than the line is. */
const REPLACEMENTS: readonly (readonly [pattern: RegExp, by: string])[] = [
  // A field of that name: a text, or a list of texts.
  [new RegExp(`("(?:${SECRET_NAMES})":)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1"${CENSORED}"`],
  [new RegExp(`("(?:${SECRET_NAMES})":)\\["(?:[^"\\\\\\]]|\\\\.|",")*"\\]`, 'gi'), `$1"${CENSORED}"`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${CENSORED}`],
  // A JWT (RFC 7519): three parts in base64url, of which the first begins as `{"` does.
  [/\beyJ[\w-]{6,}\.[\w-]{2,}\.[\w-]*/g, CENSORED],
  // A query string.
  [/([?&](?:[\w-]*token|code|[\w-]*key|password|secret|sig|signature)=)[^&\s"'\\#]+/gi, `$1${CENSORED}`],
  // User and password of a URL.
  [/(:\/\/)[^\s/@"\\:]*:[^\s/@"\\]+@/g, `$1${CENSORED}@`],
];

/** Takes secrets out of a finished line of the log: the last net, whoever wrote it and however deep they stand. */
export function scrubLine(line: string): string {
  return REPLACEMENTS.reduce((text, [pattern, by]) => text.replace(pattern, by), line);
}
