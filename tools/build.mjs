// Compiles src to dist, and the examples, tools and benchmarks (which import aiwatch by its name) to build.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bin, projectRoot, run } from './bootstrap.mjs';

for (const [folder, project] of [
  ['dist', 'tsconfig.build.json'],
  ['build', 'tsconfig.programs.json'],
]) {
  for (const part of folder === 'dist' ? ['.'] : ['examples', 'tools', 'bench']) {
    rmSync(join(projectRoot, folder, part), { recursive: true, force: true });
  }
  const exitCode = run([bin('tsc'), '-p', project]);
  if (exitCode !== 0) process.exit(exitCode);
}
