/** Actions that aiwatch records, in words; others are shown by their name. */
const WORDS: Readonly<Record<string, string>> = {
  'audit.export': 'Exported the audit trail',
  'consent.record': 'Recorded an answer about consent',
  'deliveries.resend': 'Sent failed deliveries again',
  'events.resend': 'Stored refused events again',
  'privacy.export': 'Exported a user’s data',
  'privacy.erase': 'Erased a user',
  'retention.drop': 'Deleted what was kept long enough',
  'session.sign-in': 'Signed in to the panel',
  'session.sign-out': 'Signed out of the panel',
};

/** What somebody did, in words. */
export const describeAction = (action: string): string => WORDS[action] ?? action;
