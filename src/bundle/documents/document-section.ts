import { GENERATED } from '../writing/generated-file.ts';

/** A part of a hand-written document that is generated; it stands between markers. */
export interface DocumentSection {
  /** Path from the root of the repository. */
  readonly path: string;
  /** Name in the markers. */
  readonly name: string;
  /** Markdown, or comments in a YAML file. */
  readonly text: string;
}

/** A table in Markdown. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** Puts the text between the markers of its document; a document without them stays as it is. */
export function updateSection(document: string, { path, name, text }: DocumentSection): string {
  const [open, close] = path.endsWith('.md') ? ['<!-- ', ' -->'] : ['# ', ''];
  const begin = `${open}${name}: begin`;
  const end = `${open}${name}: end${close}`;
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) return document;
  const indent = /[ ]*$/.exec(before)?.[0] ?? '';
  return `${before}${begin}. ${GENERATED}${close}\n${text}\n${indent}${end}${after}`;
}
