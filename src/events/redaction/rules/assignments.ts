import { MARK } from '../marks.ts';
import type { SecretRule } from '../secret-rule.ts';

/** What stands in code, documents and logs where a secret would, and is none. */
const NO_SECRET = new RegExp(
  [
    String.raw`^(?:\*+|x{3,}|\.{3,}|…|\[redacted:.*|<[^>]*>?`,
    'string|number|boolean|bool|str|int|any|unknown|object|bytes|null|none|nil|undefined|true|false',
    'required|optional|yes|no|text|varchar|hidden|readonly|empty|missing|invalid|wrong|expired|must|should|is|was',
    String.raw`\$\{?\{?[A-Za-z_][\w.]*\}{0,2}|\{\{?[\w. ]*\}?\}?|%\w+%|(?:process\.|import\.meta\.)?env[.[(].*|os\.(?:environ|getenv).*`,
    String.raw`[A-Za-z_$][\w$.]*\([^)]*\)?`,
    String.raw`(?:this|self|props|config|options|settings|opts|args|params|req|request|body|input|data|user|form)\??\.[\w$?.]+`,
  ].join('|') + String.raw`)[,.;:!?)\]}|]*$`,
  'i',
);

/** Longer ones are not words of code; looking at them would take longer than their length. */
const LONGEST_WORD = 200;

const isValue = (found: string) => found.length > LONGEST_WORD || !NO_SECRET.test(found);
const isKey = (found: string) =>
  isValue(found) && (found.length >= 20 || /[\d!#$%^&*]/.test(found)) && found.length >= 6;
const isLongKey = (found: string) =>
  isValue(found) && found.length >= 16 && /\d/.test(found) && /[A-Za-z]/.test(found);
const isPasswordInDirectory = (found: string) => isValue(found) && !/^(?:[/~.]|[A-Za-z]:\\)/.test(found);
const isOddWord = (found: string) => isValue(found) && found.length >= 4 && /[\d!#$%^&*@]/.test(found);

/** Between a name and its value: quotes, perhaps escaped, around a sign. */
const SIGN = String.raw`_?\d{0,3}[\\"'\x60\]]{0,6}[ \t]{0,8}(?:=>|:=|={1,3}|:)[ \t]{0,8}\\{0,4}["'\x60]?`;
/** To the end of the quotes, or else to the next blank or sign that ends a value. */
const VALUE = String.raw`(?:(?<=")[^"\r\n]+|(?<=')[^'\r\n]+|(?<=\x60)[^\x60\r\n]+|(?<!["'\x60])[^\s"'\x60&;<>]*[^\s"'\x60&;<>,.)\]}])`;

const assigned = (names: string) => new RegExp(`(?<kept>(?:${names})${SIGN})${VALUE}`, 'gi');

const PASSWORDS = 'passw(?:or)?d|passphrase|passcode|passwort|contrase(?:ñ|n)a|mot[ _-]de[ _-]passe';
const KEY_WORDS =
  'api access private encryption signing master account auth client service shared secret storage subscription'.split(
    ' ',
  );
const TOKEN_WORDS =
  'access auth refresh bearer session id api bot security client user private oauth oauth2 csrf xsrf personal deploy webhook gh github gitlab npm slack discord hf'.split(
    ' ',
  );
const JOINTS = ['', ' ', '_', '.', '-'];

/** Names of two words, in each of the ways in which people join them. */
const namesOf = (words: readonly string[], last: string) =>
  words.flatMap(word => JOINTS.map(joint => word + joint + last));
const patternOf = (words: readonly string[], last: string) => `(?:${words.join('|')})[ _.-]?${last}`;

/** Secrets that a name in front of them tells: `password=…`, `"api_key": "…"`, `--token …`, "the password is …". */
export const assignmentRules: readonly SecretRule[] = [
  {
    id: 'password',
    keywords: ['passw', 'passphrase', 'passcode', 'contrase', 'de passe', 'de_passe', 'de-passe'],
    needs: MARK.SIGN,
    pattern: assigned(PASSWORDS),
    isSecret: isValue,
  },
  {
    id: 'password',
    keywords: ['pwd'],
    needs: MARK.SIGN,
    pattern: assigned('pwd'),
    isSecret: isPasswordInDirectory,
  },
  {
    id: 'api-key',
    keywords: namesOf(KEY_WORDS, 'key'),
    needs: MARK.SIGN,
    pattern: assigned(patternOf(KEY_WORDS, 'key')),
    isSecret: isKey,
  },
  {
    id: 'token',
    keywords: namesOf(TOKEN_WORDS, 'token'),
    needs: MARK.SIGN,
    pattern: assigned(patternOf(TOKEN_WORDS, 'token')),
    isSecret: isKey,
  },
  {
    id: 'token',
    keywords: ['token'],
    needs: MARK.SIGN | MARK.LONG_WORD,
    pattern: assigned('token'),
    isSecret: isLongKey,
  },
  {
    id: 'secret',
    keywords: ['secret', 'credential'],
    needs: MARK.SIGN,
    pattern: assigned('secret|credentials?'),
    isSecret: isKey,
  },
  {
    id: 'password',
    keywords: ['password', 'passphrase', 'passcode'],
    pattern:
      /(?<kept>(?:password|passphrase|passcode)[ \t]{1,5}(?:is|was|ist|=)[ \t:]{1,5}["'`]?)[^\s"'`<>]*[^\s"'`<>,.)]/gi,
    isSecret: isOddWord,
  },
  {
    id: 'password',
    keywords: ['password'],
    pattern: /(?<kept>login[ \t]{1,5}\S{1,100}[ \t\r\n]{1,5}password[ \t]{1,5})\S+/gi,
    isSecret: isValue,
  },
  {
    id: 'command-option',
    keywords: ['-pass', '-token', '-secret', '-api', '-access', '-auth'],
    pattern:
      /(?<kept>(?<![\w-])--?(?:[a-z]{1,20}-)?(?:password|passwd|passphrase|pass|token|secret|api-?key|apikey|secret-?key|access-?key|auth-?token)[ \t]{1,5}["']?)(?!-)[^\s"']{4,}/gi,
    isSecret: isValue,
  },
  {
    // curl -u user:password, and what copies it.
    id: 'command-option',
    keywords: ['-u', '--user'],
    needs: MARK.SIGN,
    pattern:
      /(?<kept>(?<![\w-])(?:-u|--user|--proxy-user)[ \t=]{0,5}["']?[^\s:"'/]{1,100}:)[^\s"'/][^\s"']{2,}/g,
    isSecret: isValue,
  },
];
