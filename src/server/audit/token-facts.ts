import type { AuditFact } from '../../store/index.ts';
import type { IssuedToken } from '../tokens/issued-file.ts';
import type { CurrentTokens } from '../tokens/open-tokens.ts';

/** Who made or revoked a token, or a key: whoever could run a command on the machine, and in which account. */
const machineActor = (account?: string) => (account === undefined ? 'machine' : `machine:${account}`);

const timeOf = (ms: number) => new Date(ms).toISOString();

/**
 * What the audit trail is to have of keys and tokens that were made and revoked on the machine. Sessions of the panel have
 * their sign-ins there already, and are among these only where a command ended them.
 */
export function listTokenFacts({ keys, issued }: CurrentTokens): readonly AuditFact[] {
  const ofKeys = keys.toReversed().map(key => ({
    fact: `token.key:${key!.kid}`,
    action: {
      action: 'token.key',
      actor: machineActor(),
      details: { key: key!.kid, made: timeOf(key!.createdMs) },
    },
  }));
  return [...ofKeys, ...[...issued.values()].flatMap(factsOf)];
}

function factsOf(token: IssuedToken): readonly AuditFact[] {
  const { tokenId, userId, signedInBy, revokedMs, revokedBy } = token;
  const facts: AuditFact[] = [];
  if (signedInBy === undefined) facts.push({ fact: `token.issue:${tokenId}`, action: issueOf(token) });
  if (revokedMs !== undefined && (signedInBy === undefined || revokedBy !== undefined)) {
    const details = { token: tokenId, revoked: timeOf(revokedMs) };
    const action = { action: 'token.revoke', actor: machineActor(revokedBy), targetUser: userId, details };
    facts.push({ fact: `token.revoke:${tokenId}`, action });
  }
  return facts;
}

function issueOf(token: IssuedToken): AuditFact['action'] {
  const { tokenId, role, userId, application, environment, instance, createdMs, expiresMs, issuedBy } = token;
  return {
    action: 'token.issue',
    actor: machineActor(issuedBy),
    targetUser: userId,
    details: {
      token: tokenId,
      role,
      application,
      environment,
      instance,
      made: timeOf(createdMs),
      expires: timeOf(expiresMs),
    },
  };
}
