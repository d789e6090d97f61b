import { AiwatchError } from '../../errors.ts';

/** Options that every report takes. */
export const REPORT_OPTIONS = {
  config: { type: 'string' },
  server: { type: 'string' },
  pushgateway: { type: 'string' },
  project: { type: 'string' },
  'best-effort': { type: 'boolean', default: false },
} as const;

/** The values of those options. */
export interface ReportTarget {
  readonly config?: string | undefined;
  readonly server?: string | undefined;
  readonly pushgateway?: string | undefined;
  /** Whether a report that is not taken is a warning only. */
  readonly 'best-effort': boolean;
}

/** The value of an option, or what the pipeline says about itself; COMMAND_USAGE where there is neither. */
export function requireOption(
  option: string,
  given: string | undefined,
  fallback: string | undefined,
): string {
  const value = given ?? fallback;
  if (value !== undefined && value.trim() !== '') return value.trim();
  throw new AiwatchError('COMMAND_USAGE', {
    where: `aiwatch ci --${option}`,
    expected: 'a value, as no variable of the pipeline gives one',
    found: value === undefined ? 'none' : 'an empty one',
  });
}
