export { createUserAliases } from './anonymous-user.ts';
export type { PrivacyConfig } from './privacy-config.ts';
export { redactSecrets } from './redact-secrets.ts';
export { createRedactor } from './redactor.ts';
export { SECRET_RULES } from './rules/index.ts';
export type { SecretRule } from './secret-rule.ts';
export { scanText, type TextScan } from './text-scan.ts';
