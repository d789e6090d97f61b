import { placeholder } from './secret-rule.ts';

const PRIVATE_KEY = 'private-key';
const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d:/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|Private-MAC: ?[0-9a-f]{1,64}/g;
/** A key that was cut off goes on for as long as its text may be one. */
const BODY = /[\w+/=\s\\:,.()-]*/y;

/**
 * Takes blocks of private keys (PEM, RFC 7468; OpenPGP; PuTTY) out of a text, also those without an end.
 * Done by hand and not by one pattern: each place is looked at once, however many beginnings have no end.
 */
export function removePrivateKeys(text: string, found: (rule: string) => void): string {
  BEGIN.lastIndex = 0;
  let result = '';
  let from = 0;
  let hasEnd = true;
  for (let match = BEGIN.exec(text); match !== null; match = BEGIN.exec(text)) {
    const end: number | undefined = hasEnd ? endOfBlock(text, BEGIN.lastIndex) : undefined;
    hasEnd = end !== undefined;
    const to = end ?? endOfBody(text, BEGIN.lastIndex);
    result += text.slice(from, match.index) + placeholder(PRIVATE_KEY);
    found(PRIVATE_KEY);
    from = to;
    BEGIN.lastIndex = to;
  }
  return from === 0 ? text : result + text.slice(from);
}

function endOfBlock(text: string, from: number): number | undefined {
  END.lastIndex = from;
  return END.exec(text) === null ? undefined : END.lastIndex;
}

function endOfBody(text: string, from: number): number {
  BODY.lastIndex = from;
  BODY.exec(text);
  return BODY.lastIndex;
}
