export { type ConsentWatch, type ConsentWatchOptions, watchConsents } from './consent-policy.ts';
export { type Consent, findConsent, listConsents, recordConsent } from './consents.ts';
export { type ErasureOptions, type ErasureResult, eraseUser } from './erase-user.ts';
export { exportUser, type UserExportLine } from './export-user.ts';
export { ownIdOnly, type UserAliases } from './users.ts';
