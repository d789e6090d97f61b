import { isAiwatchError } from '../errors.ts';
import type { DeliveryReport } from '../recorders/index.ts';
import type { ReportTarget } from './ci/report-options.ts';
import type { Command, CommandContext } from './command.ts';
import { findSubcommand } from './find-subcommand.ts';

/** What is to be reported, and where to. */
interface ReportRequest {
  readonly target: ReportTarget;
  readonly readReport: () => Promise<DeliveryReport>;
}

type ReadRequest = (args: readonly string[], context: CommandContext) => Promise<ReportRequest>;

const READERS: ReadonlyMap<string, ReadRequest> = new Map<string, ReadRequest>([
  ['deployment', async (...call) => (await import('./ci/deployment.ts')).readDeployment(...call)],
  ['rollback', async (...call) => (await import('./ci/rollback.ts')).readRollback(...call)],
  ['tests', async (...call) => (await import('./ci/tests.ts')).readTests(...call)],
]);

/** Failures that `--best-effort` forgives; a wrong command line is one of the pipeline's author, and never is. */
function isForgivable(error: unknown): boolean {
  return (
    isAiwatchError(error) && (error.code === 'CI_REPORT_NOT_SENT' || error.code === 'TEST_REPORT_INVALID')
  );
}

/** `aiwatch ci`: reports a deployment, a rollback or a run of tests; 0 says that the report was taken. */
export const ciCommand: Command = {
  name: 'ci',
  summary:
    'Report from a pipeline: a deployment, a rollback, or a run of tests (JUnit XML). Fails where the report is not taken, unless --best-effort is given.',
  usage: [
    'deployment --environment E --status success|failure [--version V] [--duration-seconds N] [WHERE]',
    '  ci rollback --environment E [--version V] [WHERE]',
    '  ci tests [--suite S] REPORT.xml... [WHERE]',
    '      WHERE: [--project P] [--server URL | --pushgateway URL] [--best-effort] [--config aiwatch.yml]',
  ].join('\n'),
  async run([kind, ...args], context) {
    const read = findSubcommand('aiwatch ci', READERS, kind);
    const { target, readReport } = await read(args, context);
    const { sendReport } = await import('./ci/send-report.ts');
    try {
      await sendReport(await readReport(), target, context);
    } catch (error) {
      if (!target['best-effort'] || !isForgivable(error)) throw error;
      context.print(`warning: ${error instanceof Error ? error.message : String(error)}`);
    }
    return 0;
  },
};
