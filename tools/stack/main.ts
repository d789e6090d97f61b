import { join } from 'node:path';
import { ensurePrograms } from '../debian/ensure-programs.ts';
import { DATA_DIR } from '../demo/example.ts';
import { DEMO_MODEL_ARGS, DEMO_USERS } from '../demo/load.ts';
import { runDemo } from '../demo/run-demo.ts';
import { describeQuestion } from '../demo/token.ts';
import type { ServerGroup } from '../servers/server-group.ts';
import { startDeliveries } from './deliveries.ts';
import { STACK_PORTS } from './ports.ts';
import { STACK_PROGRAMS, type Stack, startStack } from './stack.ts';

await runDemo(startWithPrograms, describeStack);

/** Finds or fetches the programs, and starts the stack on the addresses that the documents name. */
async function startWithPrograms(group: ServerGroup): Promise<Stack> {
  const { found, missing } = await ensurePrograms([...STACK_PROGRAMS, 'prometheus-node-exporter'], {
    onProgress: line => console.log(line),
  });
  const needed = missing.filter(({ name }) => STACK_PROGRAMS.some(program => program === name));
  if (needed.length > 0) {
    throw new Error(needed.map(({ name, reason, hint }) => `${name}: ${reason}; ${hint}`).join('\n'));
  }
  const stack = await startStack({
    group,
    ports: STACK_PORTS,
    folder: join(DATA_DIR, 'stack'),
    programOf: name => found.find(program => program.name === name)!,
    nodeExporter: found.find(({ name }) => name === 'prometheus-node-exporter'),
    modelArgs: DEMO_MODEL_ARGS,
    onOutput: line => console.log(line),
  });
  startDeliveries(stack.aiwatch.url, join(DATA_DIR, 'stack'));
  return stack;
}

function describeStack(stack: Stack): string {
  const { assistant, aiwatch, aiwatchDataDir, prometheus, alertmanager, modelServer } = stack;
  return `
The whole stack is running, with ${DEMO_USERS} users at work:

  Prometheus       ${prometheus.url}/classic/graph   (targets: ${prometheus.url}/classic/targets)
  Alertmanager     ${alertmanager.url}
  assistant        ${assistant.url}/metrics
  aiwatch server   ${aiwatch.url}/metrics   (alerts that fire are printed here)

  runbooks         ${aiwatch.url}/runbooks

  People make mistakes, one model has no price, and a release is rolled back: that is why FileOperationsFailing,
  AIModelUnpriced and DeploymentRolledBack fire after some minutes. Watchdog always does.

  Look at the overview dashboard, in another terminal:
    npm run panels -- --dashboard grafana/dashboards/overview.json --prometheus ${prometheus.url} --out build/overview.html
  What the users do, as events that the aiwatch server keeps:
    ${describeQuestion(`${aiwatch.url}/api/v1/monitoring/stats`, aiwatchDataDir)}
  Make the model fail, so that HighErrorRate fires after five minutes:
    curl -X PUT ${modelServer.url}/admin/faults -H 'content-type: application/json' -d '{"errorRate":1}'

Data and configuration: ${join(DATA_DIR, 'stack')}
Ctrl-C stops everything.
`;
}
