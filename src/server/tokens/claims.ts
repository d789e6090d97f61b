import { AiwatchError } from '../../errors.ts';
import type { ClaimSettings } from '../access/auth-config.ts';
import { type Identity, ROLES, type Role } from '../access/identity.ts';

/** How the claims of tokens are read. */
export interface ClaimNames {
  readonly role: string;
  readonly user: string;
  /** The issuer's names of our roles. */
  readonly roles: ReadonlyMap<string, Role>;
}

type Claims = Readonly<Record<string, unknown>>;

/** Claims of tokens that aiwatch makes. */
export const OWN_CLAIMS: ClaimNames = {
  role: 'role',
  user: 'sub',
  roles: new Map(ROLES.map(role => [role, role])),
};

/** How an identity provider's claims are read. */
export function claimNamesOf({ roleClaim = 'role', userClaim = 'sub', roles }: ClaimSettings): ClaimNames {
  const known = roles === undefined ? ROLES.map(role => [role, role] as const) : Object.entries(roles);
  return { role: roleClaim, user: userClaim, roles: new Map(known) };
}

const MS_PER_SECOND = 1000;
/** Ids become values of columns and labels; an id beyond this is a mistake. */
const MAX_TEXT_LENGTH = 200;

/** A claim by its name, which may itself have dots, or else by its path. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((value, key) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isObject ? (value as Claims)[key] : undefined;
  }, claims);
}

function textOf(value: unknown): string | undefined {
  const isText = typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_LENGTH;
  // Control characters, NUL above all, are in no id.
  return isText && !/\p{Cc}/u.test(value) ? value : undefined;
}

/** Of several roles the most powerful one. */
function roleOf(value: unknown, names: ReadonlyMap<string, Role>): Role | undefined {
  const found = new Set([value].flat().map(name => names.get(String(name))));
  return ROLES.find(role => found.has(role));
}

function invalid(where: string, expected: string): AiwatchError {
  return new AiwatchError('TOKEN_INVALID', { where, expected, found: 'a token without' });
}

/** Makes an identity of the claims of a token whose signature and times were checked. Throws TOKEN_INVALID. */
export function readIdentity(where: string, claims: Claims, names: ClaimNames): Identity {
  const role = roleOf(claimOf(claims, names.role), names.roles);
  const userId = textOf(claimOf(claims, names.user));
  const application = textOf(claims['application']);
  if (role === undefined) throw invalid(where, `a role in the claim ${names.role}`);
  if (role === 'user' && userId === undefined) throw invalid(where, `a user in the claim ${names.user}`);
  if (role === 'service' && application === undefined)
    throw invalid(where, 'an application, which a service has to say');
  return {
    role,
    tokenId: textOf(claims['jti']) ?? `${String(claims['iss'])} ${String(claims['sub'])}`,
    expiresMs: Number(claims['exp']) * MS_PER_SECOND,
    userId,
    application,
    environment: textOf(claims['environment']),
    instance: textOf(claims['instance']),
  };
}
