import {
  type Alias,
  isAlias,
  isMap,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { AiwatchError } from '../errors.ts';

/** A YAML file as data, and where in it everything stands. */
export interface YamlFile {
  /** The settings; an empty section for an empty file. */
  readonly input: unknown;
  /** Where a setting stands, e.g. `aiwatch.yml:12:5`; that of the section around it where it is not given. */
  readonly findPlace: (path: readonly PropertyKey[]) => string;
}

type YamlDocument = ReturnType<typeof parseDocument<ParsedNode>>;

/** Offset of each key or list item on the way to a setting, as far as the file has it. */
function listOffsets(document: YamlDocument, path: readonly PropertyKey[]): readonly number[] {
  const offsets: number[] = [];
  let node: Node | null | undefined = document.contents;
  for (const step of path) {
    const section: Node | null | undefined = isAlias(node) ? node.resolve(document) : node;
    let offset: number | undefined;
    if (isMap<Node, Node | null>(section)) {
      const pair: Pair<Node, Node | null> | undefined = section.items.find(
        item => String(item.key) === String(step),
      );
      offset = pair?.key.range?.[0];
      node = pair?.value;
    } else {
      node = isSeq<Node>(section) ? section.items[Number(step)] : undefined;
      offset = node?.range?.[0];
    }
    if (offset === undefined) break;
    offsets.push(offset);
  }
  return offsets;
}

/** Refuses what is no YAML, or has a key twice. */
function throwYamlError(error: YAMLError, text: string, place: string): never {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    throw new AiwatchError('CONFIG_INVALID', {
      where: place,
      expected: 'every key once',
      found: `${key} for the second time`,
    });
  }
  const found = error.message.split(' at line ')[0] ?? error.code;
  throw new AiwatchError('CONFIG_FILE_UNREADABLE', { where: place, expected: 'valid YAML', found });
}

/** The first alias of something that is not there. */
function findLooseAlias(document: YamlDocument): Alias | undefined {
  let loose: Alias | undefined;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      loose = alias;
      return visit.BREAK;
    },
  });
  return loose;
}

/** The data of a document; an alias of nothing, or of far too much, is a mistake like any other. */
function readData(document: YamlDocument, file: string, placeOf: (offset: number) => string): unknown {
  const alias = findLooseAlias(document);
  if (alias !== undefined) {
    const where = placeOf(alias.range?.[0] ?? 0);
    const found = `the alias *${alias.source}`;
    throw new AiwatchError('CONFIG_FILE_UNREADABLE', { where, expected: 'an anchor for every alias', found });
  }
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new AiwatchError('CONFIG_FILE_UNREADABLE', { where: file, expected: 'valid YAML', found, cause });
  }
}

/** Parses YAML; CONFIG_FILE_UNREADABLE for text that is none, CONFIG_INVALID for a key that is there twice. */
export function parseYamlFile(text: string, file: string): YamlFile {
  const lineCounter = new LineCounter();
  // `<<` takes over the keys of an anchor, as people know it from Compose.
  const document = parseDocument(text, { lineCounter, merge: true });
  const placeOf = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [error] = document.errors;
  if (error !== undefined) throwYamlError(error, text, placeOf(error.pos[0]));
  return {
    input: readData(document, file, placeOf),
    findPlace: path => {
      const offset = listOffsets(document, path).at(-1);
      return offset === undefined ? file : placeOf(offset);
    },
  };
}
