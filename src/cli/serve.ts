import type { Command } from './command.ts';

/** `aiwatch serve`: runs the server until it is told to stop. */
export const serveCommand: Command = {
  name: 'serve',
  summary:
    'Run the aiwatch server: it takes events, keeps them, and answers questions about them; it receives what Alertmanager and pipelines report.',
  usage: '[--config aiwatch.yml] [--host 127.0.0.1] [--port 4000]',
  async run(...call) {
    return (await import('./serve/run-server.ts')).runServer(...call);
  },
};
