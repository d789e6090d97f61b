// npm test: every check there is. npm test -- NAME…: only the tests of files whose path contains a NAME.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bin, prepare, projectRoot, run } from './bootstrap.mjs';

const RESULTS_FILE = join(projectRoot, 'build', 'test-results.json');

const CHECKS = [
  ['types', [bin('tsc'), '--noEmit']],
  ['types of the panel', [bin('tsc'), '--noEmit', '-p', 'panel']],
  ['lint', [bin('biome'), 'ci', '--error-on-warnings']],
  ['unused code and dependencies', [bin('knip')]],
  ['package contents', [bin('publint'), '--strict']],
  ['package types', [bin('attw'), '--pack', '.', '--profile', 'esm-only']],
  ['generated files', ['node', 'dist/cli/main.js', 'generate', '--check']],
];

await prepare();
const filters = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

if (filters.length === 0) {
  const servers = await run(['node', 'build/tools/debian/main.js']);
  if (servers !== 0 && process.env.CI === 'true') count('test servers', false);
  for (const [name, command] of CHECKS) {
    console.log(`\n── ${name}`);
    count(name, (await run(command)) === 0);
  }
}
console.log('\n── tests');
await runTests();

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 ? 0 : 1);

function count(name, isPassed) {
  counts[isPassed ? 'passed' : 'failed']++;
  if (!isPassed) failures.push(name);
}

async function runTests() {
  rmSync(RESULTS_FILE, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS_FILE}`];
  const exitCode = await run([bin('vitest'), 'run', ...reporters, ...filters]);
  try {
    const results = JSON.parse(readFileSync(RESULTS_FILE, 'utf8'));
    counts.passed += results.numPassedTests;
    counts.failed += results.numFailedTests;
    counts.skipped += results.numPendingTests;
    if (results.numFailedTests > 0) failures.push('tests');
    else if (exitCode !== 0) count('test run', false);
  } catch {
    count('test run', false);
  }
}
