#!/usr/bin/env node
import { VERSION } from '../runtime.ts';
import { auditCommand } from './audit.ts';
import { ciCommand } from './ci.ts';
import { generateCommand } from './generate.ts';
import { migrateCommand } from './migrate.ts';
import { runCli } from './run.ts';
import { secretsCommand } from './secrets.ts';
import { serveCommand } from './serve.ts';
import { storeCommand } from './store.ts';
import { tokenCommand } from './token.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  commands: [
    serveCommand,
    migrateCommand,
    storeCommand,
    generateCommand,
    secretsCommand,
    ciCommand,
    tokenCommand,
    auditCommand,
  ],
  version: VERSION,
  env: process.env,
  print: line => console.log(line),
  printNote: line => console.error(line),
  printError: line => console.error(line),
});
