import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { ciCommand } from '../../src/cli/ci.ts';

const FILES = ['examples/ci/github-actions.yml', 'examples/ci/gitlab-ci.yml'];

/** The calls of aiwatch in a pipeline, each in one line. */
function listCalls(text: string): readonly string[] {
  const joined = text.replaceAll(/\n\s+--/g, ' --');
  return [...joined.matchAll(/npx aiwatch (ci [^;\n]+)/g)].map(match => match[1]?.trim() ?? '');
}

describe.each(FILES)('%s', file => {
  it('is YAML without errors, warnings or keys that are there twice', async () => {
    const document = parseDocument(await readFile(file, 'utf8'), { uniqueKeys: true, strict: true });
    expect([...document.errors, ...document.warnings]).toEqual([]);
  });

  it('reports tests, a deployment and a rollback, and lets the pipeline go on where that fails', async () => {
    const calls = listCalls(await readFile(file, 'utf8'));
    expect(calls.map(call => call.split(' ')[1]).sort()).toEqual(['deployment', 'rollback', 'tests']);
    expect(calls.filter(call => !call.includes('--best-effort'))).toEqual([]);
  });

  it('uses only options that the command has', async () => {
    const calls = listCalls(await readFile(file, 'utf8'));
    const options = calls.flatMap(call => call.match(/--[a-z-]+/g) ?? []);
    expect(options.filter(option => !ciCommand.usage.includes(option))).toEqual([]);
  });
});
