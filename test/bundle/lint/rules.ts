import * as panels from './panel-rules.ts';
import type { Rule } from './problem.ts';
import * as targets from './target-rules.ts';
import * as variables from './variable-rules.ts';

const { findUnknownNames: _, ...targetRules } = targets;

/** Every rule by name: those of dashboard-linter that apply, and ours. All hold, without exclusions. */
export const RULES: Readonly<Record<string, Rule>> = { ...variables, ...panels, ...targetRules };
