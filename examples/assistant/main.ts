import { parseAssistantOptions, USAGE } from './config.ts';
import { createAssistant } from './server.ts';

try {
  if (process.argv.includes('--help')) {
    console.log(USAGE);
  } else {
    await start();
  }
} catch (error) {
  console.error(`assistant: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const options = parseAssistantOptions(process.argv.slice(2), process.env);
  const { url, workspace, close } = await createAssistant(options);
  console.log(`assistant listening on ${url} (metrics: ${url}/metrics)`);
  console.log(`assistant: model ${options.model.name} at ${options.model.baseUrl}`);
  console.log(`assistant: files and versions lie in ${workspace}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close());
  }
}
