import type { CommandContext } from '../command.ts';
import { parseArguments } from '../parse-options.ts';
import { askServer, SERVER_OPTIONS } from '../server-api/ask-server.ts';
import { saveAnswer } from '../server-api/save-answer.ts';
import { userPath } from './user-path.ts';

const OPTIONS = { ...SERVER_OPTIONS, out: { type: 'string' } } as const;

/** `aiwatch privacy export`: everything about a user, as NDJSON. */
export async function exportUserData(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArguments('privacy export', args, OPTIONS);
  const path = `${userPath('export', positionals)}/export`;
  await saveAnswer(await askServer({ path }, values, context), values.out, context);
  return 0;
}
