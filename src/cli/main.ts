#!/usr/bin/env node
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands.ts';
import { runCli } from './run.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  commands: COMMANDS,
  version: VERSION,
  env: process.env,
  print: line => console.log(line),
  printNote: line => console.error(line),
  printError: line => console.error(line),
});
