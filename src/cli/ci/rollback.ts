import type { DeliveryReport } from '../../recorders/index.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { readPipelineDefaults } from './pipeline.ts';
import { REPORT_OPTIONS, requireOption } from './report-options.ts';

const OPTIONS = { ...REPORT_OPTIONS, environment: { type: 'string' }, version: { type: 'string' } } as const;

/** Reads the options of `aiwatch ci rollback`; the version is never that of the pipeline, which may be the one left. */
export function readRollback(args: readonly string[], { env }: CommandContext) {
  const target = parseOptions('ci rollback', args, OPTIONS);
  const defaults = readPipelineDefaults(env);
  const readReport = (): DeliveryReport => ({
    kind: 'rollback',
    project: requireOption('project', target.project, defaults.project),
    environment: requireOption('environment', target.environment, defaults.environment),
    ...(target.version !== undefined && { version: requireOption('version', target.version, undefined) }),
  });
  return { target, readReport: async () => readReport() };
}
