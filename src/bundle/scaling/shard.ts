import type { Config } from '../../config/index.ts';
import { buildServerConfig } from './subfolder.ts';

/** Keeps the targets whose address falls to this shard; Prometheus drops labels that begin with `__tmp` itself. */
function buildShare(shard: number, shards: number) {
  return [
    { source_labels: ['__address__'], modulus: shards, target_label: '__tmp_shard', action: 'hashmod' },
    { source_labels: ['__tmp_shard'], regex: String(shard), action: 'keep' },
  ];
}

/**
 * The contents of shard-<number>.yml: prometheus.yml for one of several servers that share the targets. The external
 * label `shard` keeps their series and their alerts apart.
 */
export function buildShardConfig(config: Config, shard: number) {
  const { global, ...server } = buildServerConfig(config);
  return {
    global: { ...global, external_labels: { ...global.external_labels, shard: String(shard) } },
    ...server,
    scrape_configs: server.scrape_configs.map(job => ({
      ...job,
      relabel_configs: buildShare(shard, config.bundle.scaling.shards),
    })),
  };
}
