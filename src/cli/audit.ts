import { exportAuditLog } from './audit/export.ts';
import { printAuditKey } from './audit/key.ts';
import { verifyAudit } from './audit/verify.ts';
import type { Command } from './command.ts';
import { findSubcommand } from './find-subcommand.ts';

const SUBCOMMANDS: ReadonlyMap<string, Command['run']> = new Map<string, Command['run']>([
  ['verify', verifyAudit],
  ['export', exportAuditLog],
  ['key', printAuditKey],
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
