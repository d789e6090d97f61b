import { loadConfig } from '../../config/index.ts';
import { AiwatchError } from '../../errors.ts';
import type { DeliveryReport } from '../../recorders/index.ts';
import type { CommandContext } from '../command.ts';
import { buildPushes, type PushgatewayAccess } from './pushgateway.ts';
import { type Delivery, send } from './send.ts';

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
}

const DEFAULT_SERVER = 'http://localhost:4000';
const MS_PER_SECOND = 1000;

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

function readPushgatewayAccess(env: CommandContext['env']): PushgatewayAccess | undefined {
  const user = env['AIWATCH_PUSHGATEWAY_USER'];
  return user ? { user, password: env['AIWATCH_PUSHGATEWAY_PASSWORD'] ?? '' } : undefined;
}

function buildServerDelivery(
  report: DeliveryReport,
  target: ReportTarget,
  env: CommandContext['env'],
): Delivery {
  const server = checkUrl('server', target.server ?? (env['AIWATCH_URL'] || DEFAULT_SERVER));
  const config = loadConfig({ env, ...(target.config !== undefined && { file: target.config }) });
  const token = config.metrics.token?.reveal();
  return {
    url: `${server.replace(/\/+$/, '')}/api/v1/ci`,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(report),
  };
}

function buildDeliveries(
  report: DeliveryReport,
  target: ReportTarget,
  env: CommandContext['env'],
): readonly Delivery[] {
  const { pushgateway, server } = target;
  if (pushgateway === undefined) return [buildServerDelivery(report, target, env)];
  if (server !== undefined) {
    const found = 'both';
    throw new AiwatchError('COMMAND_USAGE', {
      where: 'aiwatch ci',
      expected: '--server or --pushgateway',
      found,
    });
  }
  const base = checkUrl('pushgateway', pushgateway);
  return buildPushes(report, base, readPushgatewayAccess(env), Date.now() / MS_PER_SECOND);
}

/** Sends a report to the aiwatch server, or to a Pushgateway. Throws COMMAND_USAGE, CONFIG_… or CI_REPORT_NOT_SENT. */
export async function sendReport(
  report: DeliveryReport,
  target: ReportTarget,
  { env, print }: CommandContext,
): Promise<void> {
  for (const delivery of buildDeliveries(report, target, env)) {
    await send(delivery);
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
