/** A piece of code that an answer can show or write to a file. */
export interface CodeSample {
  /** The name after the opening fence. */
  readonly language: string;
  /** The file extensions, without a dot, that this language is kept in. */
  readonly extensions: readonly string[];
  /** Words of a prompt that call for this sample. */
  readonly topics: readonly string[];
  readonly code: string;
}

const typescript = { language: 'typescript', extensions: ['ts', 'tsx', 'js', 'mjs'] };
const python = { language: 'python', extensions: ['py'] };

/** Everything the models know. The first sample of a language is used when no topic fits. */
export const CODE_SAMPLES: readonly CodeSample[] = [
  {
    ...typescript,
    topics: ['retry', 'backoff', 'resilient', 'attempt'],
    code: `/** Calls \`run\` until it succeeds, waiting twice as long after each failure. */
export async function retry<T>(run: () => Promise<T>, attempts = 3, delayMs = 100): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await new Promise(resolve => setTimeout(resolve, delayMs * 2 ** (attempt - 1)));
    }
  }
}
`,
  },
  {
    ...typescript,
    topics: ['cache', 'lru', 'memo', 'memory'],
    code: `/** Keeps the most recently used entries, at most \`capacity\` of them. */
export class LruCache<K, V> {
  readonly #capacity: number;
  readonly #entries = new Map<K, V>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > this.#capacity && !oldest.done) this.#entries.delete(oldest.value);
  }
}
`,
  },
  {
    ...typescript,
    topics: ['debounce', 'throttle', 'event', 'input', 'slow'],
    code: `/** Runs \`action\` once the calls have paused for \`waitMs\`. */
export function debounce<A extends unknown[]>(action: (...args: A) => void, waitMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args: A): void => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), waitMs);
  };
}
`,
  },
  {
    ...typescript,
    topics: ['server', 'http', 'endpoint', 'api', 'route'],
    code: `import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url !== '/health') {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 'ok' }));
});

server.listen(8080, '127.0.0.1');
`,
  },
  {
    ...typescript,
    topics: ['test', 'spec', 'assert'],
    code: `import { expect, test } from 'vitest';
import { sum } from './sum.ts';

test('the sum of no numbers is zero', () => {
  expect(sum([])).toBe(0);
});

test('negative numbers count', () => {
  expect(sum([3, -1])).toBe(2);
});
`,
  },
  {
    ...python,
    topics: ['csv', 'table', 'parse', 'report'],
    code: `import csv
from collections import Counter
from pathlib import Path


def count_by(path: Path, column: str) -> Counter[str]:
    """How often each value of one column occurs."""
    with path.open(newline="", encoding="utf-8") as file:
        return Counter(row[column] for row in csv.DictReader(file))


if __name__ == "__main__":
    for value, count in count_by(Path("orders.csv"), "country").most_common(10):
        print(f"{count:6d}  {value}")
`,
  },
  {
    ...python,
    topics: ['sort', 'group', 'list', 'data'],
    code: `from itertools import groupby
from operator import itemgetter


def group_by_key(rows: list[dict[str, str]], key: str) -> dict[str, list[dict[str, str]]]:
    ordered = sorted(rows, key=itemgetter(key))
    return {name: list(group) for name, group in groupby(ordered, key=itemgetter(key))}
`,
  },
  {
    language: 'sql',
    extensions: ['sql'],
    topics: ['sql', 'query', 'database', 'index'],
    code: `SELECT customer_id, count(*) AS orders, sum(total) AS revenue
FROM orders
WHERE created_at >= now() - interval '30 days'
GROUP BY customer_id
ORDER BY revenue DESC
LIMIT 20;
`,
  },
  {
    language: 'bash',
    extensions: ['sh'],
    topics: ['bash', 'shell', 'script', 'backup'],
    code: `#!/usr/bin/env bash
set -euo pipefail

target="backup-$(date +%Y-%m-%d).tar.gz"
tar --create --gzip --file "$target" --exclude node_modules .
echo "wrote $target"
`,
  },
  {
    language: 'markdown',
    extensions: ['md', 'txt'],
    topics: ['readme', 'document', 'notes'],
    code: `# Notes

- What it does: reads orders, groups them by customer and prints a report.
- How to run it: \`npm install\`, then \`npm start\`.
- What is missing: tests for empty input, and a limit on the size of a file.
`,
  },
];
