import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMonitoring } from '../../src/runtime.ts';
import { runCommand } from '../../tools/debian/run-command.ts';
import { type SecuredFolder, urlOf } from './secured-stack.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Starts an application with the settings of the stack, in the process of the test: the web configuration file that
 * they name is not its own. Returns what stops it.
 */
export async function startApplication({
  config,
  folder,
  ports,
}: SecuredFolder): Promise<() => Promise<void>> {
  const webConfigFile = join(folder, 'secrets/web.yml');
  const monitoring = createMonitoring({ config: { ...config, server: { ...config.server, webConfigFile } } });
  const server = createServer(monitoring.metricsHandler).listen(ports.application, '127.0.0.1');
  await once(server, 'listening');
  return async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    await monitoring.close();
  };
}

/** Reports a rollback to the aiwatch of the stack, as a pipeline with these variables does. */
export function runCi({ ports }: SecuredFolder, env: Readonly<Record<string, string>>) {
  const where = ['--server', urlOf(ports, 'aiwatch'), '--project', 'shop', '--environment', 'production'];
  return runCommand(process.execPath, [MAIN, 'ci', 'rollback', ...where], { env, timeoutMs: 60_000 });
}
