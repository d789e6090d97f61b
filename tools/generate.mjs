// npm run generate: every generated file of the repository; options go to `aiwatch generate`.
import { run } from './bootstrap.mjs';

const COMMANDS = [
  ['node', 'tools/build.mjs'],
  ['node', 'dist/cli/main.js', 'generate', ...process.argv.slice(2)],
  ['node', 'build/tools/comparison/main.js'],
];
for (const command of COMMANDS) {
  const exitCode = await run(command);
  if (exitCode !== 0) process.exit(exitCode);
}
