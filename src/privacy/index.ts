export { type ConsentWatch, watchConsents } from './consent-policy.ts';
export { findConsent, listConsents, recordConsent } from './consents.ts';
export { eraseUser } from './erase-user.ts';
export { exportUser, USER_EXPORT_KINDS } from './export-user.ts';
export type { UserAliases } from './users.ts';
