import { z } from 'zod';
import { ENVIRONMENT } from './environment.ts';
import { configSchema } from './schema.ts';

/** One setting of aiwatch.yml, for documentation. */
export interface Setting {
  /** Sections and setting, joined by dots. */
  readonly key: string;
  readonly type: string;
  /** As JSON; undefined where there is none. */
  readonly default: string | undefined;
  readonly description: string;
  /** The environment variable that sets it too. */
  readonly variable: string | undefined;
}

/** As much of JSON Schema as zod writes for our settings. */
interface SchemaNode {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly default?: unknown;
  readonly description?: string;
}

function describeType(node: SchemaNode): string {
  if (node.enum !== undefined) {
    return node.enum.join(', ');
  }
  if (node.anyOf !== undefined) {
    return node.anyOf.map(describeType).join(' or ');
  }
  if (node.properties !== undefined) {
    return 'section';
  }
  if (typeof node.additionalProperties === 'object' && node.additionalProperties.properties !== undefined) {
    return 'sections by name';
  }
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    object: 'labels',
    boolean: 'true or false',
    array: 'list',
  };
  return names[node.type ?? ''] ?? node.type ?? 'text';
}

function buildSetting(key: string, node: SchemaNode): Setting {
  const isSection = node.anyOf?.some(each => each.properties !== undefined);
  return {
    key,
    type: describeType(node),
    default: node.default === undefined || isSection ? undefined : JSON.stringify(node.default),
    description: node.description ?? '',
    variable: ENVIRONMENT.find(setting => setting.key.join('.') === key)?.variable,
  };
}

/** The settings of a section; a section that can be null is a setting itself too, and so is a list of sections. */
function listNode(path: readonly string[], node: SchemaNode): readonly Setting[] {
  if (node.properties !== undefined) {
    return Object.entries(node.properties).flatMap(([name, child]) => listNode([...path, name], child));
  }
  const inner = node.anyOf?.filter(each => each.properties !== undefined) ?? [];
  const key = path.join('.');
  const ofItems = node.items?.properties === undefined ? [] : listNode([`${key}[]`], node.items);
  return [buildSetting(key, node), ...inner.flatMap(each => listNode(path, each)), ...ofItems];
}

/** Every setting, in the order of the schema. */
export function listSettings(): readonly Setting[] {
  return listNode([], z.toJSONSchema(configSchema, { io: 'input' }) as SchemaNode);
}
