import { MARK } from '../marks.ts';
import type { SecretRule } from '../secret-rule.ts';
import { addressRules } from './addresses.ts';
import { aiServiceRules } from './ai-services.ts';
import { assignmentRules } from './assignments.ts';
import { cloudRules } from './clouds.ts';
import { developmentRules } from './development.ts';
import { gitleaksRules } from './gitleaks.ts';
import { headerRules } from './headers.ts';
import { serviceRules } from './services.ts';
import { tokenRules } from './tokens.ts';

/** Rules for tokens that are long words of their own; each runs only over texts that have one. */
const FORM_RULES: readonly SecretRule[] = [
  ...aiServiceRules,
  ...cloudRules,
  ...developmentRules,
  ...serviceRules,
  ...tokenRules,
].map(rule => ({ needs: MARK.LONG_WORD, ...rule }));

/** Rules for what is a secret because of what stands around it, of any length and form. */
const CONTEXT_RULES: readonly SecretRule[] = [...addressRules, ...headerRules, ...assignmentRules];

/** Every rule, in the order in which they run: what says exactly what it is comes first. */
export const SECRET_RULES: readonly SecretRule[] = [...FORM_RULES, ...gitleaksRules, ...CONTEXT_RULES];
