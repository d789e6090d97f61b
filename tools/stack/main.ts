import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePrograms } from '../debian/ensure-programs.ts';
import { DATA_DIR } from '../demo/example.ts';
import { DEMO_MODEL_ARGS, DEMO_USERS, startDemoTraffic } from '../demo/load.ts';
import { runFor } from '../demo/run-for.ts';
import { readStatusLine } from '../demo/status-line.ts';
import { createServerGroup } from '../servers/server-group.ts';
import { STACK_PORTS } from './ports.ts';
import { STACK_PROGRAMS, type Stack, startStack } from './stack.ts';

const STATUS_INTERVAL_MS = 30_000;

const { values } = parseArgs({ options: { 'duration-seconds': { type: 'string', default: '0' } } });
const group = createServerGroup();
try {
  const { found, missing } = await ensurePrograms([...STACK_PROGRAMS, 'prometheus-node-exporter'], {
    onProgress: line => console.log(line),
  });
  const needed = missing.filter(({ name }) => STACK_PROGRAMS.some(program => program === name));
  if (needed.length > 0) {
    throw new Error(needed.map(({ name, reason, hint }) => `${name}: ${reason}; ${hint}`).join('\n'));
  }
  const programOf = (name: string) => found.find(program => program.name === name)!;
  const stack = await startStack({
    group,
    ports: STACK_PORTS,
    folder: join(DATA_DIR, 'stack'),
    programOf,
    nodeExporter: found.find(({ name }) => name === 'prometheus-node-exporter'),
    modelArgs: DEMO_MODEL_ARGS,
    onOutput: line => console.log(line),
  });
  const traffic = startDemoTraffic(stack.assistant.url);
  printAddresses(stack);
  await runFor(Number(values['duration-seconds']), STATUS_INTERVAL_MS, async () => {
    console.log(await readStatusLine(`${stack.assistant.url}/metrics`));
  });
  await traffic.stop();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await group.stop();
}

function printAddresses({ assistant, aiwatch, prometheus, alertmanager, modelServer }: Stack): void {
  console.log(`
The whole stack is running, with ${DEMO_USERS} users at work:

  Prometheus       ${prometheus.url}/classic/graph   (targets: ${prometheus.url}/classic/targets)
  Alertmanager     ${alertmanager.url}
  assistant        ${assistant.url}/metrics
  aiwatch server   ${aiwatch.url}/metrics   (alerts that fire are printed here)

  Look at the overview dashboard:
    npm run panels -- --dashboard grafana/dashboards/overview.json --prometheus ${prometheus.url} --out build/overview.html
  Make the model fail, so that HighErrorRate fires after five minutes:
    curl -X PUT ${modelServer.url}/admin/faults -H 'content-type: application/json' -d '{"errorRate":0.5}'

Data and configuration: ${DATA_DIR}/stack
Ctrl-C stops everything.
`);
}
