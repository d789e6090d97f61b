#!/usr/bin/env node
import { VERSION } from '../runtime.ts';
import { auditCommand } from './audit.ts';
import { ciCommand } from './ci.ts';
import { generateCommand } from './generate.ts';
import { privacyCommand } from './privacy.ts';
import { runCli } from './run.ts';
import { secretsCommand } from './secrets.ts';
import { serveCommand } from './serve.ts';
import { tokenCommand } from './token.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  commands: [
    serveCommand,
    generateCommand,
    secretsCommand,
    ciCommand,
    tokenCommand,
    auditCommand,
    privacyCommand,
  ],
  version: VERSION,
  env: process.env,
  print: line => console.log(line),
  printNote: line => console.error(line),
  printError: line => console.error(line),
});
