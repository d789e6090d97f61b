import { isIPv4, isIPv6 } from 'node:net';
import { EVENT_TYPES } from '../../catalogue/index.ts';
import type { KeyedHash } from './keyed-hash.ts';

const personalFields = new Map<string, readonly string[]>(
  EVENT_TYPES.map(({ type, personal }) => [type, personal]),
);

/** Fields of a type of event that say who somebody is. */
export function personalFieldsOf(type: string): readonly string[] {
  return personalFields.get(type) ?? [];
}

/** Groups of an IPv6 address that say which site it is of, and not which device (RFC 6177). */
const SITE_GROUPS = 3;

/** As much of a value as tells an operator something and does not tell who it is: a network, a first letter. */
export function maskPersonalField(value: string): string {
  if (isIPv4(value)) return value.replace(/\d+$/, '0');
  if (isIPv6(value)) return maskIpv6(value);
  const [first] = value;
  return first === undefined ? value : `${first}…`;
}

/** The value as digits that are the same each time. */
export function hashPersonalField(name: string, value: string, hash: KeyedHash): string {
  return `[hashed:${name}:${hash(name, value)}]`;
}

const HASHED = /^\[hashed:(\w+):[0-9a-f]{16}\]$/;

/** Whether the value of a field is such digits already, which would become others if they were hashed again. */
export function isHashedField(name: string, value: string): boolean {
  return HASHED.exec(value)?.[1] === name;
}

function maskIpv6(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+)\.\d+$/i.exec(address);
  if (mapped !== null) return `::ffff:${mapped[1]}.0`;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : SITE_GROUPS;
  const site = [...groups, ...Array<string>(missing).fill('0')].slice(0, SITE_GROUPS);
  return `${site.join(':')}::`;
}
