import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { projectRoot } from '../project-root.ts';
import type { StackPorts } from './ports.ts';

/** The configuration files of a stack. */
export interface StackBundle {
  readonly prometheusFile: string;
  readonly alertmanagerFile: string;
}

/**
 * Generates the shipped bundle into a folder, for the ports of this stack and without the targets that do not run
 * here; rules, thresholds and durations are those that ship.
 */
export async function generateBundle(folder: string, ports: StackPorts): Promise<StackBundle> {
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, 'aiwatch.yml');
  await writeFile(configFile, stringify({ bundle: buildBundleSettings(ports) }));
  const cli = join(projectRoot, 'dist/cli/main.js');
  const args = [cli, 'generate', '--config', configFile, '--out', folder];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`aiwatch generate failed: ${result.stderr}`);
  return {
    prometheusFile: join(folder, 'prometheus/prometheus.yml'),
    alertmanagerFile: join(folder, 'alertmanager/alertmanager.yml'),
  };
}

function buildBundleSettings(ports: StackPorts) {
  const local = (port: number) => `localhost:${port}`;
  return {
    targets: {
      application: local(ports.assistant),
      aiwatch: local(ports.aiwatch),
      redis: local(ports.redisExporter),
      postgresql: local(ports.postgresExporter),
      node: ports.nodeExporter === undefined ? null : local(ports.nodeExporter),
      cadvisor: null,
      prometheus: local(ports.prometheus),
      alertmanager: local(ports.alertmanager),
    },
    prometheusUrl: `http://${local(ports.prometheus)}`,
    alertmanagerUrl: `http://${local(ports.alertmanager)}`,
    webhookUrl: `http://${local(ports.aiwatch)}/api/v1/alertmanager`,
    // Only the aiwatch server, which prints them: nobody has an account here.
    notify: { pagerDuty: false, slack: null, email: null },
  };
}
