import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { askServer, SERVER_OPTIONS } from '../server-api/ask-server.ts';
import { saveAnswer } from '../server-api/save-answer.ts';

const OPTIONS = { ...SERVER_OPTIONS, out: { type: 'string' } } as const;

/** `aiwatch audit export`: fetches what `aiwatch audit verify` checks. */
export async function exportAuditLog(args: readonly string[], context: CommandContext): Promise<number> {
  const values = parseOptions('audit export', args, OPTIONS);
  await saveAnswer(await askServer({ path: '/api/v1/audit/export' }, values, context), values.out, context);
  return 0;
}
