import { GENERATED, type GeneratedFile } from '../writing/generated-file.ts';
import { splitTokens } from './tokens.ts';

/** Jsonnet as it is to stand in a file. */
export class JsonnetCode {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What cannot be the name of a field without quotes. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['assert', 'else', 'error', 'false', 'for', 'function', 'if', 'import', 'importstr', 'in', 'local'],
  ...['null', 'self', 'super', 'tailstrict', 'then', 'true'],
]);

/** A string in the quotes that jsonnetfmt prefers. */
function renderString(text: string): string {
  const quoted = JSON.stringify(text);
  if (text.includes("'") && !text.includes('"')) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function renderName(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) && !KEYWORDS.has(name) ? name : renderString(name);
}

function renderLines(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open === '{' ? '{}' : '[]';
  return [open, ...lines.map(line => `${indent}  ${line},`), `${indent}${close}`].join('\n');
}

/** A value of JSON, which may have code in it, as jsonnetfmt would write it. */
export function renderJsonnet(value: unknown, indent = ''): string {
  const inner = (child: unknown) => renderJsonnet(child, `${indent}  `);
  if (value instanceof JsonnetCode) return value.text.replaceAll('\n', `\n${indent}`);
  if (typeof value === 'string') return renderString(value);
  if (Array.isArray(value)) return renderLines('[', value.map(inner), ']', indent);
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).filter(([, child]) => child !== undefined);
  return renderLines(
    '{',
    fields.map(([name, child]) => `${renderName(name)}: ${inner(child)}`),
    '}',
    indent,
  );
}

/** A text in which jsonnet fills in what stands in the local variable `fields`. */
export function fillIn(text: string): string | JsonnetCode {
  const pieces = splitTokens(text);
  if (pieces.every(piece => 'text' in piece)) return text;
  const code = pieces.map(piece => ('text' in piece ? renderString(piece.text) : `fields.${piece.field}`));
  return new JsonnetCode(code.join(' + '));
}

/** A file of the mixin; the first line says that it is generated. */
export function buildJsonnetFile(path: string, code: string): GeneratedFile {
  return { part: 'mixin', path: `mixin/${path}`, content: `// ${GENERATED}\n${code.trimEnd()}\n` };
}
