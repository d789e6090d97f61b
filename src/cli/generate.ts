import type { Command } from './command.ts';

/** `aiwatch generate`: writes all files that are made from the settings, or checks that they are up to date. */
export const generateCommand: Command = {
  name: 'generate',
  summary: 'Write the files for Prometheus, Alertmanager and Grafana, the mixin and Kubernetes objects.',
  usage:
    '[--config aiwatch.yml] [--out DIR] [--only prometheus,alertmanager,grafana,mixin,kubernetes] [--check] [--force]',
  async run(...call) {
    return (await import('./generate/write-files.ts')).writeFiles(...call);
  },
};
