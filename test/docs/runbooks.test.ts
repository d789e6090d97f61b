import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ALERTS } from '../../src/catalogue/index.ts';
import { listQueries } from '../../src/server/runbook-queries.ts';
import { expandVariables, findSyntaxErrors } from '../bundle/lint/expressions.ts';
import { findUnknownNames } from '../bundle/lint/target-rules.ts';

const FOLDER = 'docs/runbooks';
const HEADINGS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation'];

const runbookOf = (alert: (typeof ALERTS)[number]) => alert.runbook ?? alert.name;
const NAMES = [...new Set(ALERTS.map(runbookOf))].sort();

/** The queries of a page, as the aiwatch server links them. */
function listPageQueries(page: string): readonly string[] {
  return [...page.matchAll(/```promql\n([\s\S]*?)```/g)].flatMap(match => listQueries(match[1] ?? ''));
}

describe('the runbooks', () => {
  it('are one page per alert or family of alerts, and none for an alert that does not exist', async () => {
    const pages = (await readdir(FOLDER)).filter(name => name.endsWith('.md')).sort();
    expect(pages).toEqual(NAMES.map(name => `${name}.md`).sort());
  });
});

describe.each(NAMES)('the runbook %s', name => {
  const load = () => readFile(`${FOLDER}/${name}.md`, 'utf8');

  it('says what it means, what it does, how to find out and what to do', async () => {
    const page = await load();
    expect(page.split('\n')[0]).toBe(`# ${name}`);
    expect([...page.matchAll(/^## (.+)$/gm)].map(match => match[1])).toEqual(HEADINGS);
    const sections = page.split(/^## .+$/m).slice(1);
    expect(sections.filter(section => section.trim().length < 40)).toEqual([]);
  });

  it('has queries that Prometheus takes, over series that somebody exports', async () => {
    const queries = listPageQueries(await load());
    expect(queries).not.toEqual([]);
    const problems = queries.flatMap(query => [
      ...findSyntaxErrors(expandVariables(query)).map(at => `${query}: syntax error at ${at}`),
      ...findUnknownNames(query),
    ]);
    expect(problems).toEqual([]);
  });
});
