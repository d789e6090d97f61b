export { createUserAliases } from './anonymous-user.ts';
export type { CaptureLevel, PersonalDataMode, PrivacyConfig } from './privacy-config.ts';
export { createRedactor, type Redacted, type Redactor } from './redactor.ts';
export { SECRET_RULES } from './rules/index.ts';
export type { SecretRule } from './secret-rule.ts';
