import type { Catalogue } from '../../catalogue/index.ts';
import type { Config } from '../../config/index.ts';
import type { BundleSource } from '../bundle-source.ts';
import { buildYamlFile, type GeneratedFile } from '../writing/generated-file.ts';
import { buildAgentConfig } from './agent.ts';
import { buildFederationConfig } from './federation.ts';
import { buildPrometheus3Config } from './prometheus3.ts';
import { buildShardConfig } from './shard.ts';

const GUIDE = 'docs/scaling.md explains it.';

function buildFile(name: string, value: object, ...comments: readonly string[]): GeneratedFile {
  return buildYamlFile('prometheus', `prometheus/scaling/${name}.yml`, value, [...comments, GUIDE]);
}

function buildAgentFile(config: Config, catalogue: Catalogue): readonly GeneratedFile[] {
  const agent = buildAgentConfig(config, catalogue);
  if (agent === undefined) return [];
  return [
    buildFile(
      'agent',
      agent,
      'Scrapes, and sends what it scraped to a remote store, which evaluates the rules.',
      'Agent mode: --enable-feature=agent (from Prometheus 3 on: --agent) --storage.agent.path=data/agent',
    ),
  ];
}

function buildFederationFile(config: Config): readonly GeneratedFile[] {
  if (config.bundle.scaling.federateFrom.length === 0) return [];
  const purpose = 'For a server above others: it collects what their recording rules have summed up.';
  return [buildFile('federation', buildFederationConfig(config), purpose)];
}

function buildShardFiles(config: Config): readonly GeneratedFile[] {
  const { shards } = config.bundle.scaling;
  if (shards === 1) return [];
  return Array.from({ length: shards }, (_, shard) =>
    buildFile(
      `shard-${shard}`,
      buildShardConfig(config, shard),
      `For one of ${shards} servers that share the targets by a hash of the address.`,
    ),
  );
}

/** Configuration files of Prometheus past one server of version 2; those whose setting is off are left out. */
export function buildScalingFiles({ config, catalogue }: BundleSource): readonly GeneratedFile[] {
  return [
    ...buildAgentFile(config, catalogue),
    ...buildFederationFile(config),
    ...buildShardFiles(config),
    buildFile(
      'prometheus3',
      buildPrometheus3Config(config),
      'prometheus.yml with what only Prometheus 3 understands; made for 3.5 and newer.',
    ),
  ];
}
