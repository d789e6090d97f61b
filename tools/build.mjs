// Compiles src to dist, the panel to dist/panel, and the examples, tools and benchmarks (which import aiwatch by its
// name) to build. Does nothing when nothing has changed, so that programs that run from there are not disturbed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, projectRoot, run } from './bootstrap.mjs';

const SOURCES = ['src', 'panel', 'examples', 'tools', 'bench'];
const SOURCE_FILE = /\.(?:tsx?|css|html|svg)$|^panel\/.*\.(?:js|json)$/;
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.programs.json'];
const OUTPUTS = ['dist', 'dist/panel', 'build/examples', 'build/tools', 'build/bench'];
const SIGNATURE_FILE = join(projectRoot, 'build', '.signature');

const signature = buildSignature();
if (isUpToDate()) process.exit(0);
rmSync(SIGNATURE_FILE, { force: true });
for (const output of OUTPUTS) rmSync(join(projectRoot, output), { recursive: true, force: true });
const COMPILERS = [
  [bin('tsc'), '-p', 'tsconfig.build.json'],
  [bin('tsc'), '-p', 'tsconfig.programs.json'],
  [bin('vite'), 'build', '--config', 'panel/vite.config.ts'],
];
for (const command of COMPILERS) {
  const exitCode = await run(command);
  if (exitCode !== 0) process.exit(exitCode);
}
mkdirSync(join(projectRoot, 'build'), { recursive: true });
writeFileSync(SIGNATURE_FILE, signature);

function isUpToDate() {
  const isThere = OUTPUTS.every(output => existsSync(join(projectRoot, output)));
  return isThere && existsSync(SIGNATURE_FILE) && readFileSync(SIGNATURE_FILE, 'utf8') === signature;
}

/** Changes when a source or a setting of the compiler is changed, added or removed. */
function buildSignature() {
  const files = SOURCES.flatMap(folder =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .map(file => join(folder, file))
      .filter(file => SOURCE_FILE.test(file)),
  );
  const hash = createHash('sha256');
  for (const file of [...files.sort(), ...SETTINGS]) {
    const { mtimeMs, size } = statSync(join(projectRoot, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}
