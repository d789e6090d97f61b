import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createServerGroup } from '../servers/server-group.ts';
import { DATA_DIR, startExample } from './example.ts';
import { DEMO_MODEL_ARGS, DEMO_USERS, startDemoTraffic } from './load.ts';
import { DEMO_PORTS } from './ports.ts';
import { runFor } from './run-for.ts';
import { readStatusLine } from './status-line.ts';

const STATUS_INTERVAL_MS = 10_000;

const { values } = parseArgs({ options: { 'duration-seconds': { type: 'string', default: '0' } } });
const group = createServerGroup();
try {
  const example = await startExample({
    group,
    ports: DEMO_PORTS,
    workspace: join(DATA_DIR, 'workspace'),
    modelArgs: DEMO_MODEL_ARGS,
    onOutput: line => console.log(line),
  });
  const traffic = startDemoTraffic(example.assistant.url);
  const metricsUrl = `${example.assistant.url}/metrics`;
  console.log(`
An AI coding assistant is running, with ${DEMO_USERS} users at work:

  its metrics      ${metricsUrl}
  assistant        ${example.assistant.url}/health
  model server     ${example.modelServer.url}/v1   (OpenAI protocol)
  aiwatch server   ${example.aiwatch.url}/metrics

  curl -s ${metricsUrl} | grep '^ai_'

Prometheus, Alertmanager and dashboards beside it: npm run stack
Ctrl-C stops everything.
`);
  await runFor(Number(values['duration-seconds']), STATUS_INTERVAL_MS, async () => {
    console.log(await readStatusLine(metricsUrl));
  });
  await traffic.stop();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await group.stop();
}
