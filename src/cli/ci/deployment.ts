import { AiwatchError } from '../../errors.ts';
import type { DeliveryReport } from '../../recorders/index.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { readPipelineDefaults } from './pipeline.ts';
import { REPORT_OPTIONS, requireOption } from './report-options.ts';

const OPTIONS = {
  ...REPORT_OPTIONS,
  environment: { type: 'string' },
  version: { type: 'string' },
  status: { type: 'string' },
  'duration-seconds': { type: 'string' },
} as const;

/** What pipelines call the ends of a job; one that was cancelled half-way has not deployed. */
const STATUSES: Readonly<Record<string, 'success' | 'failure'>> = {
  success: 'success',
  failure: 'failure',
  failed: 'failure',
  cancelled: 'failure',
  canceled: 'failure',
};

function parseStatus(text: string): 'success' | 'failure' {
  const status = STATUSES[text];
  if (status !== undefined) return status;
  throw new AiwatchError('COMMAND_USAGE', {
    where: 'aiwatch ci deployment --status',
    expected: `one of ${Object.keys(STATUSES).join(', ')}`,
    found: text,
  });
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new AiwatchError('COMMAND_USAGE', {
    where: 'aiwatch ci deployment --duration-seconds',
    expected: 'a number of 0 or more',
    found: text,
  });
}

/** Reads the options of `aiwatch ci deployment`. Throws COMMAND_USAGE. */
export function readDeployment(args: readonly string[], { env }: CommandContext) {
  const target = parseOptions('ci deployment', args, OPTIONS);
  const defaults = readPipelineDefaults(env);
  const duration = target['duration-seconds'];
  const readReport = (): DeliveryReport => ({
    kind: 'deployment',
    project: requireOption('project', target.project, defaults.project),
    environment: requireOption('environment', target.environment, defaults.environment),
    version: requireOption('version', target.version, defaults.version),
    status: parseStatus(requireOption('status', target.status, defaults.status)),
    ...(duration !== undefined && { durationSeconds: parseSeconds(duration) }),
  });
  return { target, readReport: async () => readReport() };
}
