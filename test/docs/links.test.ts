import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALERTS } from '../../src/catalogue/index.ts';
import { auditCommand } from '../../src/cli/audit.ts';
import { ciCommand } from '../../src/cli/ci.ts';
import { generateCommand } from '../../src/cli/generate.ts';
import { privacyCommand } from '../../src/cli/privacy.ts';
import { secretsCommand } from '../../src/cli/secrets.ts';
import { serveCommand } from '../../src/cli/serve.ts';
import { tokenCommand } from '../../src/cli/token.ts';
import { listSettings } from '../../src/config/index.ts';
import { listQueries } from '../../src/server/runbook-queries.ts';
import { listSelectors } from '../bundle/lint/expressions.ts';
import { SERIES } from '../bundle/lint/series.ts';
import { listAnchors, listCommands, listInlineCode, listLinks, listPagePaths, readPage } from './markdown.ts';

const PAGES = listPagePaths().map(readPage);

/** Names of settings, and of the sections that they are in; an alert's and an objective's may be left open. */
const SETTINGS = new Set(
  listSettings().flatMap(({ key }) => {
    const parts = key.replaceAll('[]', '').split('.');
    const names = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
    return names.flatMap(name => [name, name.replace(/^bundle\.(alerts|slos)\.\w+/, 'bundle.$1.<one>')]);
  }),
);

const COMMANDS = [
  serveCommand,
  generateCommand,
  secretsCommand,
  ciCommand,
  auditCommand,
  privacyCommand,
  tokenCommand,
].map(({ name }) => name);
const SCRIPTS = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts);
const MAKE_TARGETS = [...readFileSync('Makefile', 'utf8').matchAll(/^([a-z-]+):/gm)].map(match => match[1]);

/** The alerts, and the names of their families, which have a runbook. */
const ALERT_NAMES = new Set(ALERTS.flatMap(({ name, runbook = name }) => [name, runbook as string]));

/** What looks like the name of an alert and is none: objectives, examples of users' own, kinds of other programs. */
const NO_ALERTS = new Set([
  ...['HttpAvailability', 'HttpLatency', 'AIAvailability', 'AILatency', 'OrdersStopped'],
  ...['PrometheusRule', 'ServiceMonitor', 'ConfigMap', 'PipeWrap', 'ProcessWrap', 'BoardDef', 'BoardName'],
]);

/** What looks like a setting and is none: it belongs to Node.js. */
const NO_SETTINGS = new Set(['server.keepAliveTimeout', 'server.crt', 'server.key']);

/** What looks like the name of a series and is none: a value of a label, the beginning of a name. */
const NO_SERIES = new Set(['ai_coding_assistant']);

/** Series of Prometheus and of exporters that only the guides name; they were seen on real servers. */
const ONLY_IN_DOCUMENTS = new Set([
  'prometheus_tsdb_compaction_chunk_samples',
  'prometheus_tsdb_compaction_chunk_size_bytes',
  'redis_uptime_in_seconds',
  'scrape_samples_post_metric_relabeling',
]);

/** Names of series begin like this; with any other beginning they are labels or settings of other programs. */
const SERIES_NAME =
  /^(http|ai|aiwatch|process|nodejs|file|version|queue|ci|node|redis|pg|container|prometheus|alertmanager)_\w+_\w+$/;

const isKnown = (name: string) => SERIES.has(name) || ONLY_IN_DOCUMENTS.has(name);

/** Also a histogram by its own name, and a part of one that is known by its own name. */
const isSeries = (name: string) =>
  isKnown(name) || isKnown(`${name}_bucket`) || isKnown(name.replace(/_(bucket|count|sum)$/, ''));

describe.each(PAGES.map(page => ({ path: page.path, page })))('$path', ({ path, page }) => {
  it('has links that lead to a file, and to a heading of it', () => {
    const dead = listLinks(page).filter(link => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !listAnchors(readPage(target)).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('names commands that exist', () => {
    const unknown = listCommands(page).filter(command => {
      const script = /^npm run (?:-s )?([\w:-]+)/.exec(command)?.[1];
      const aiwatch = /^(?:npx )?aiwatch ([a-z]+)\b/.exec(command)?.[1];
      const target = /^make ([a-z-]+)$/.exec(command)?.[1];
      return (
        (script !== undefined && !SCRIPTS.includes(script)) ||
        (aiwatch !== undefined && !COMMANDS.includes(aiwatch)) ||
        (target !== undefined && !MAKE_TARGETS.includes(target))
      );
    });
    expect(unknown).toEqual([]);
  });

  it('names settings that exist', () => {
    const unknown = listInlineCode(page)
      .map(code => /^(?:bundle|metrics|server|application)\.[a-zA-Z]\S*$/.exec(code)?.[0] ?? '')
      .filter(key => key !== '' && !/\.(ts|js|yml)$/.test(key))
      .map(key => key.replaceAll('[]', '').replace(/<\w+>/, '<one>'))
      .filter(key => !SETTINGS.has(key) && !NO_SETTINGS.has(key));
    expect(unknown).toEqual([]);
  });

  it('names alerts that exist', () => {
    const unknown = listInlineCode(page)
      .filter(code => /^(AI)?([A-Z][a-z0-9]+){1,}$/.test(code) && /[a-z].*[A-Z]|^AI/.test(code))
      .filter(code => !ALERT_NAMES.has(code) && !NO_ALERTS.has(code));
    expect(unknown).toEqual([]);
  });

  it('names series that somebody exports', () => {
    const unknown = listInlineCode(page).filter(
      code => SERIES_NAME.test(code) && !NO_SERIES.has(code) && !isSeries(code),
    );
    expect(unknown).toEqual([]);
  });
});

// The queries of runbooks have a test of their own.
const GUIDES = PAGES.filter(({ path }) => !path.startsWith('docs/runbooks/'));

describe.each(GUIDES.map(page => ({ path: page.path, page })))('$path', ({ page }) => {
  it('has queries over series that somebody exports', () => {
    const blocks = page.fences
      .filter(({ language }) => language === 'promql')
      .flatMap(({ text }) => listQueries(text));
    const asked = listCommands(page).flatMap(command => /'query=([^']+)'/.exec(command)?.[1] ?? []);
    const unknown = [...blocks, ...asked]
      .flatMap(query => listSelectors(query).map(({ metric }) => metric))
      .filter(metric => metric !== '' && !isSeries(metric));
    expect(unknown).toEqual([]);
  });
});
