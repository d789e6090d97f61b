import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { answersOk } from './http-ready.ts';
import { type RunningServer, startServer } from './running-server.ts';

/** A compiled program of this repository that serves HTTP. */
export interface NodeProgramOptions {
  readonly name: string;
  /** Path below the project, e.g. `dist/cli/main.js`. */
  readonly script: string;
  readonly args: readonly string[];
  readonly port: number;
  /** Path that answers 200 as soon as it is ready. */
  readonly readyPath: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take to end after SIGTERM. Default: that of every server. */
  readonly stopTimeoutMs?: number;
  readonly onOutput?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Starts a program of this repository on 127.0.0.1 and waits until it answers. */
export function startNodeProgram(options: NodeProgramOptions): Promise<RunningServer> {
  const { name, port, readyPath, stopTimeoutMs, onOutput, signal } = options;
  const url = `http://127.0.0.1:${port}`;
  const env = { ...definedVariables(process.env), ...options.env };
  return startServer(
    {
      program: { name, path: process.execPath, env },
      port,
      ...(stopTimeoutMs !== undefined && { stopTimeoutMs }),
      ...(onOutput && { onOutput }),
      ...(signal && { signal }),
    },
    {
      url,
      args: [join(projectRoot, options.script), ...options.args],
      isReady: probe => answersOk(`${url}${readyPath}`, probe),
    },
  );
}

function definedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
