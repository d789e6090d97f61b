import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { askServer, SERVER_OPTIONS } from '../server-api/ask-server.ts';

/** `aiwatch audit key`: prints the public key of the server's audit log. */
export async function printAuditKey(args: readonly string[], context: CommandContext): Promise<number> {
  const values = parseOptions('audit key', args, SERVER_OPTIONS);
  const response = await askServer({ path: '/api/v1/audit/key' }, values, context);
  const { vkey } = (await response.json()) as { vkey: string };
  context.print(vkey);
  return 0;
}
