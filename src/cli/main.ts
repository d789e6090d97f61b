#!/usr/bin/env node
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands.ts';
import { runCli } from './run.ts';

/** Who reads may have seen enough, e.g. `head`: the command does all that it is for, and a server goes on. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  commands: COMMANDS,
  version: VERSION,
  env: process.env,
  print: line => console.log(line),
  printNote: line => console.error(line),
  printError: line => console.error(line),
});
