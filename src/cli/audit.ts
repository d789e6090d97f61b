import type { Command, RunCommand } from './command.ts';
import { findSubcommand } from './find-subcommand.ts';

const SUBCOMMANDS: ReadonlyMap<string, RunCommand> = new Map<string, RunCommand>([
  ['verify', async (...call) => (await import('./audit/verify.ts')).verifyAudit(...call)],
  ['export', async (...call) => (await import('./audit/export.ts')).exportAuditLog(...call)],
  ['key', async (...call) => (await import('./audit/key.ts')).printAuditKey(...call)],
]);

/** `aiwatch audit`: what concerns the audit log; `verify` works offline, the others ask the server. */
export const auditCommand: Command = {
  name: 'audit',
  summary:
    'Export the audit log, print its public key, or check an export offline: valid, or what was erased, expired or changed. Fails where something was changed.',
  usage: [
    'export [--out FILE] [SERVER]',
    '  audit key [SERVER]',
    '  audit verify EXPORT.ndjson --key KEY|FILE... [--checkpoints FILE...]',
    '      SERVER: [--server URL] [--token TOKEN], or AIWATCH_URL and AIWATCH_TOKEN',
  ].join('\n'),
  async run([name, ...args], context) {
    return findSubcommand('aiwatch audit', SUBCOMMANDS, name)(args, context);
  },
};
