import type { Command } from './command.ts';

/** `aiwatch secrets`: makes the secret files that docker-compose.yml and Alertmanager need, and keeps those there are. */
export const secretsCommand: Command = {
  name: 'secrets',
  summary: 'Make the secret files that docker-compose.yml and Alertmanager need; those there are stay.',
  usage: '[--dir secrets] [--web [--user aiwatch]]',
  async run(...call) {
    return (await import('./secret-files/make-secrets.ts')).makeSecrets(...call);
  },
};
