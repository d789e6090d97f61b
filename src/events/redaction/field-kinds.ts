import { isFileContentName, isFileToolContentName } from './file-contents.ts';
import { isSecretName } from './secret-names.ts';

/** What the name of a field says of its value. */
export type FieldKind = 'plain' | 'secret' | 'file' | 'file-in-tool';

/** What the name of a field says of its value. */
export function fieldKindOf(name: string): FieldKind {
  if (isSecretName(name)) return 'secret';
  if (isFileContentName(name)) return 'file';
  return isFileToolContentName(name) ? 'file-in-tool' : 'plain';
}

/** Names of headers and of options, after which a secret stands as the next element of a list. */
const BEFORE_SECRET =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[a-z-]{0,40}(?:key|token|secret)|--?(?:[a-z]{1,20}-)?(?:password|passwd|passphrase|pass|token|secret|api-?key|access-?key|secret-?key|auth-?token))$/i;

/** Whether an element of a list is the name of the next one, which is a secret: `["--password", "…"]`. */
export function announcesSecret(element: unknown): boolean {
  return typeof element === 'string' && element.length <= 80 && BEFORE_SECRET.test(element);
}
