import { join } from 'node:path';
import { DATA_DIR, type Example, startExample } from './example.ts';
import { DEMO_MODEL_ARGS, DEMO_USERS } from './load.ts';
import { DEMO_PORTS } from './ports.ts';
import { runDemo } from './run-demo.ts';
import { describeNewLink, describeQuestion, issueToken } from './token.ts';

await runDemo(
  group =>
    startExample({
      group,
      ports: DEMO_PORTS,
      workspace: join(DATA_DIR, 'workspace'),
      modelArgs: DEMO_MODEL_ARGS,
      onOutput: line => console.log(line),
    }),
  describeExample,
);

async function describeExample({
  assistant,
  modelServer,
  aiwatch,
  aiwatchDataDir,
}: Example): Promise<string> {
  const panelUrl = aiwatch.url.replace('127.0.0.1', 'localhost');
  const link = await issueToken(aiwatchDataDir, ['link', '--url', panelUrl]);
  return `
Admin panel: open this link. It signs in once, within 10 minutes.

  ${link}

An AI coding assistant is running, with ${DEMO_USERS} users at work:

  its metrics      ${assistant.url}/metrics
  assistant        ${assistant.url}/health
  model server     ${modelServer.url}/v1   (OpenAI protocol)
  aiwatch server   ${aiwatch.url}/metrics

  curl -s ${assistant.url}/metrics | grep '^ai_'

What the users do, as events that the aiwatch server keeps:

  ${describeQuestion(`${aiwatch.url}/api/v1/monitoring/stats`, aiwatchDataDir)}

Another link to the panel:

  ${describeNewLink(panelUrl, aiwatchDataDir)}

Prometheus, Alertmanager and dashboards beside it: npm run stack
Ctrl-C stops everything.
`;
}
