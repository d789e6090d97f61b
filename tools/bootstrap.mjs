// Set-up that has to work before anything is installed: plain JavaScript, nothing but Node.js.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Oldest Node.js that works, as package.json says: major and minor. */
const OLDEST_NODE = [20, 19];
/** Who started this; another one later means that it is gone. */
const PARENT = process.ppid;
/** How often is looked whether the parent still runs. */
const PARENT_CHECK_MS = 500;
/** Copy of the lockfile that node_modules was installed from. */
const INSTALLED_LOCKFILE = join(projectRoot, 'node_modules', '.aiwatch-lock.json');

/** Installs the dependencies if they are not those of the lockfile, and builds the package and its programs. */
export async function prepare() {
  checkNode();
  await installDependencies();
  await step('Building', ['node', 'tools/build.mjs']);
}

/**
 * Runs a command in the project and returns its exit code. It ends with this process: SIGTERM is handed on (Ctrl-C
 * reaches it by itself), and so is the end of the parent, since npm does not hand on the SIGTERM that ends it.
 */
export async function run([command, ...args]) {
  const executable = command === 'node' ? process.execPath : command;
  const child = spawn(executable, args, { cwd: projectRoot, stdio: 'inherit' });
  const end = () => child.kill('SIGTERM');
  const wait = () => {};
  const watch = setInterval(() => process.ppid !== PARENT && end(), PARENT_CHECK_MS);
  process.on('SIGTERM', end).on('SIGINT', wait);
  try {
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } catch (error) {
    console.error(`${command}: ${error.message}`);
    return 1;
  } finally {
    clearInterval(watch);
    process.off('SIGTERM', end).off('SIGINT', wait);
  }
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

async function installDependencies() {
  const lockfile = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');
  if (existsSync(INSTALLED_LOCKFILE) && readFileSync(INSTALLED_LOCKFILE, 'utf8') === lockfile) return;
  await step('Installing dependencies', ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(INSTALLED_LOCKFILE, lockfile);
}

async function step(title, command) {
  console.log(`${title} …`);
  if ((await run(command)) !== 0) fail(`${title} failed: see above`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
