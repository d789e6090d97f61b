import { AiwatchError } from '../errors.ts';
import { verifyAudit } from './audit/verify.ts';
import type { Command } from './command.ts';

const SUBCOMMANDS: ReadonlyMap<string, Command['run']> = new Map<string, Command['run']>([
  ['verify', verifyAudit],
]);

/** `aiwatch audit`: what concerns the audit log; `verify` works offline, from an export and a public key. */
export const auditCommand: Command = {
  name: 'audit',
  summary:
    'Check an export of the audit log offline: valid, or what was erased, expired or changed. Fails where something was changed.',
  usage: 'verify EXPORT.ndjson --key KEY|FILE... [--checkpoints FILE...]',
  async run([name, ...args], context) {
    const run = SUBCOMMANDS.get(name ?? '');
    if (run === undefined) {
      const expected = `one of ${[...SUBCOMMANDS.keys()].join(', ')}`;
      throw new AiwatchError('COMMAND_USAGE', { where: 'aiwatch audit', expected, found: name ?? 'none' });
    }
    return run(args, context);
  },
};
