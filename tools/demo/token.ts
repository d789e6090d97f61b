import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../project-root.ts';

/** Makes a token of a demo's aiwatch server, or a link to its panel, as its operator would: by the command line. */
export async function issueToken(dataDir: string, args: readonly string[]): Promise<string> {
  const cli = join(projectRoot, 'dist/cli/main.js');
  const env = { ...process.env, AIWATCH_DATA_DIR: dataDir };
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'token', ...args], { env });
  return stdout.trim();
}

/** The command by which a person makes one more link to the panel. */
export function describeNewLink(url: string, dataDir: string): string {
  return `AIWATCH_DATA_DIR='${dataDir}' node dist/cli/main.js token link --url ${url}`;
}

/** The command by which a person asks a demo's aiwatch server something, with a token made on the spot. */
export function describeQuestion(url: string, dataDir: string): string {
  const token = `$(AIWATCH_DATA_DIR='${dataDir}' node dist/cli/main.js token --role admin --ttl 1h)`;
  return `curl -s -H "Authorization: Bearer ${token}" '${url}'`;
}
