import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of the benchmark that says one line after another. */
export interface BenchProgram {
  /** The next line. Rejects when it ends before. */
  line(): Promise<string>;
  signal(name: 'SIGUSR2'): void;
  /** Ends it, if it runs. */
  stop(): Promise<void>;
}

/** Starts a compiled program with options. */
export function startProgram(script: string, options: object): BenchProgram {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    line: async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${script} ended`);
      return value;
    },
    signal: name => void child.kill(name),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
