import { loadConfig, trimSlash } from '../../config/index.ts';
import { AiwatchError } from '../../errors.ts';
import type { DeliveryReport } from '../../recorders/index.ts';
import type { CommandContext } from '../command.ts';
import { buildBasicAuth, readCredentials } from './credentials.ts';
import { buildPushes } from './pushgateway.ts';
import type { ReportTarget } from './report-options.ts';
import { type Post, send } from './send.ts';

const DEFAULT_SERVER = 'http://localhost:4000';
const MS_PER_SECOND = 1000;

/** An address without credentials, which would end up in logs; COMMAND_USAGE for any other. */
function checkUrl(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return text;
  throw new AiwatchError('COMMAND_USAGE', {
    where: `aiwatch ci --${option}`,
    expected: 'an http or https URL without user and password',
    found: url === undefined ? 'none' : `another one (${url.protocol}//${url.host})`,
  });
}

/** The header that lets the report in: user and password where the pipeline has them, else the token. */
function authorize(target: ReportTarget, env: CommandContext['env']): Readonly<Record<string, string>> {
  const credentials = readCredentials(env, 'AIWATCH');
  if (credentials !== undefined) return buildBasicAuth(credentials);
  const config = loadConfig({ env, ...(target.config !== undefined && { file: target.config }) });
  const token = config.metrics.token?.reveal();
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function buildServerPost(report: DeliveryReport, target: ReportTarget, env: CommandContext['env']): Post {
  const server = checkUrl('server', target.server ?? (env['AIWATCH_URL'] || DEFAULT_SERVER));
  return {
    url: `${trimSlash(server)}/api/v1/ci`,
    headers: { 'content-type': 'application/json', ...authorize(target, env) },
    body: JSON.stringify(report),
  };
}

function buildPosts(
  report: DeliveryReport,
  target: ReportTarget,
  env: CommandContext['env'],
): readonly Post[] {
  const { pushgateway, server } = target;
  if (pushgateway === undefined) return [buildServerPost(report, target, env)];
  if (server !== undefined) {
    const found = 'both';
    throw new AiwatchError('COMMAND_USAGE', {
      where: 'aiwatch ci',
      expected: '--server or --pushgateway',
      found,
    });
  }
  const base = checkUrl('pushgateway', pushgateway);
  return buildPushes(report, base, readCredentials(env, 'AIWATCH_PUSHGATEWAY'), Date.now() / MS_PER_SECOND);
}

/** Sends a report to the aiwatch server, or to a Pushgateway. Throws COMMAND_USAGE, CONFIG_… or CI_REPORT_NOT_SENT. */
export async function sendReport(
  report: DeliveryReport,
  target: ReportTarget,
  { env, print }: CommandContext,
): Promise<void> {
  for (const post of buildPosts(report, target, env)) {
    await send(post);
  }
  print(`aiwatch: reported ${describeReport(report)}`);
}

function describeReport(report: DeliveryReport): string {
  if (report.kind === 'tests') {
    const { project, suite, passed, failed, skipped } = report;
    return `${passed} passed, ${failed} failed and ${skipped} skipped tests of ${suite} of ${project}`;
  }
  const { project, environment } = report;
  return report.kind === 'rollback'
    ? `a rollback of ${project} in ${environment}`
    : `a deployment (${report.status}) of ${project} ${report.version} to ${environment}`;
}
