// Set-up that has to work before anything is installed: plain JavaScript, nothing but Node.js.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Oldest Node.js that works, as package.json says: major and minor. */
const OLDEST_NODE = [20, 19];
/** Copy of the lockfile that node_modules was installed from. */
const INSTALLED_LOCKFILE = join(projectRoot, 'node_modules', '.aiwatch-lock.json');

/** Installs the dependencies if they are not those of the lockfile, and builds the package and its programs. */
export function prepare() {
  checkNode();
  installDependencies();
  step('Building', ['node', 'tools/build.mjs']);
}

/** Runs a command in the project and returns its exit code. */
export function run([command, ...args], options = {}) {
  const executable = command === 'node' ? process.execPath : command;
  const result = spawnSync(executable, args, { cwd: projectRoot, stdio: 'inherit', ...options });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

/** Path of a program that a dependency brings. */
export function bin(name) {
  return join(projectRoot, 'node_modules', '.bin', name);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`aiwatch needs Node.js ${OLDEST_NODE.join('.')} or newer, this is ${process.versions.node}`);
}

function installDependencies() {
  const lockfile = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');
  if (existsSync(INSTALLED_LOCKFILE) && readFileSync(INSTALLED_LOCKFILE, 'utf8') === lockfile) return;
  step('Installing dependencies', ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(INSTALLED_LOCKFILE, lockfile);
}

function step(title, command) {
  console.log(`${title} …`);
  if (run(command) !== 0) fail(`${title} failed: see above`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
