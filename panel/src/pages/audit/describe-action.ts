import type { AuditAction } from '../../../../src/api/audit.ts';

/** Actions that aiwatch records, in words; others are shown by their name. */
const WORDS: Readonly<Record<string, string>> = {
  'audit.export': 'Exported the audit trail',
  'consent.record': 'Recorded an answer about consent',
  'deliveries.resend': 'Sent failed deliveries again',
  'events.resend': 'Stored refused events again',
  'incidents.acknowledge': 'Acknowledged an incident',
  'privacy.export': 'Exported a user’s data',
  'privacy.erase': 'Erased a user',
  'retention.drop': 'Deleted what was kept long enough',
  'session.sign-in': 'Signed in to the panel',
  'session.sign-out': 'Signed out of the panel',
  'token.issue': 'Made a token',
  'token.key': 'Made a key that signs tokens',
  'token.revoke': 'Revoked a token',
};

/** What somebody did, in words. An erasure takes events away in parts, each recorded by itself, before the rest. */
export function describeAction({ action, details }: Pick<AuditAction, 'action' | 'details'>): string {
  if (action === 'privacy.erase' && details?.['records'] !== undefined) return 'Erased events of a user';
  return WORDS[action] ?? action;
}
