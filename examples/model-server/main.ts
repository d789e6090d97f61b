import { parseModelServerOptions, USAGE } from './options.ts';
import { createModelServer } from './server.ts';

if (process.argv.includes('--help')) {
  console.log(USAGE);
  process.exit();
}
try {
  const server = await createModelServer({
    ...parseModelServerOptions(process.argv.slice(2), process.env),
    onProblem: error => console.error('model server:', error),
  });
  console.log(`model server listening on ${server.url} (base URL for OpenAI clients: ${server.url}/v1)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close());
  }
} catch (error) {
  console.error(`model server: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
