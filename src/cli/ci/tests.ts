import { AiwatchError } from '../../errors.ts';
import type { DeliveryReport } from '../../recorders/index.ts';
import type { CommandContext } from '../command.ts';
import { parseArguments } from '../parse-options.ts';
import { readTestReports } from './junit-report.ts';
import { readPipelineDefaults } from './pipeline.ts';
import { REPORT_OPTIONS, requireOption } from './report-options.ts';

const OPTIONS = { ...REPORT_OPTIONS, suite: { type: 'string' } } as const;

/** Reads the options and files of `aiwatch ci tests`. */
export function readTests(args: readonly string[], { env }: CommandContext) {
  const { values: target, positionals: files } = parseArguments('ci tests', args, OPTIONS);
  const defaults = readPipelineDefaults(env);
  if (files.length === 0) {
    const expected = 'the JUnit XML files of the run';
    throw new AiwatchError('COMMAND_USAGE', { where: 'aiwatch ci tests', expected, found: 'none' });
  }
  const readReport = async (): Promise<DeliveryReport> => ({
    kind: 'tests',
    project: requireOption('project', target.project, defaults.project),
    suite: requireOption('suite', target.suite, defaults.suite),
    ...(await readTestReports(files)),
  });
  return { target, readReport };
}
