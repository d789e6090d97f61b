import { GENERATED } from './generated-file.ts';

/** A document of this repository with a generated table between markers. */
export interface DocumentTable {
  /** Path from the root of the repository. */
  readonly path: string;
  /** Name in the markers. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Puts the table between the markers of its document; a document without them stays as it is. */
export function updateTable(document: string, { name, head, rows }: DocumentTable): string {
  const begin = `<!-- ${name}: begin`;
  const end = `<!-- ${name}: end -->`;
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) return document;
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const table = [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
  return `${before}${begin}. ${GENERATED} -->\n${table}\n${end}${after}`;
}
