import { auditCommand } from './audit.ts';
import { ciCommand } from './ci.ts';
import type { Command } from './command.ts';
import { generateCommand } from './generate.ts';
import { migrateCommand } from './migrate.ts';
import { privacyCommand } from './privacy.ts';
import { secretsCommand } from './secrets.ts';
import { serveCommand } from './serve.ts';
import { storeCommand } from './store.ts';
import { tokenCommand } from './token.ts';

/** Every command of `aiwatch`, in the order of its help. */
export const COMMANDS: readonly Command[] = [
  serveCommand,
  tokenCommand,
  generateCommand,
  secretsCommand,
  ciCommand,
  storeCommand,
  migrateCommand,
  auditCommand,
  privacyCommand,
];
