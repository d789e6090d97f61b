import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../tools/panels/arguments.ts';
import { renderMarkdown } from '../../../tools/panels/markdown.ts';
import { buildPage } from '../../../tools/panels/page.ts';
import { renderDashboard } from '../../../tools/panels/render.ts';
import { createStubPrometheus, type StubPrometheus } from './stub-prometheus.ts';

const HOSTILE = `</script><script>alert("owned")</script><img src=x onerror='alert(1)'><!--`;

let prometheus: StubPrometheus | undefined;

afterEach(async () => {
  await prometheus?.close();
  prometheus = undefined;
});

async function renderHostile(): Promise<string> {
  prometheus = await createStubPrometheus({
    series: { up: [{ labels: { route: HOSTILE, __proto__name: '\u2028' }, valueAt: () => 1 }] },
    errors: { [HOSTILE]: HOSTILE },
    labelValues: { job: [HOSTILE] },
  });
  const target = { expr: 'up', legendFormat: '{{route}}' };
  const rendered = await renderDashboard({
    prometheusUrl: prometheus.url,
    range: { fromMs: 1_800_000_000_000, toMs: 1_800_000_600_000 },
    dashboard: {
      title: HOSTILE,
      panels: [
        { type: 'timeseries', title: HOSTILE, description: HOSTILE, targets: [target] },
        { type: 'table', title: 'Table', targets: [{ ...target, format: 'table', instant: true }] },
        { type: 'stat', title: 'Error', targets: [{ expr: HOSTILE }] },
        {
          type: 'stat',
          title: 'Empty',
          targets: [{ expr: 'none' }],
          fieldConfig: { defaults: { noValue: HOSTILE } },
        },
        {
          type: 'text',
          title: 'Text',
          options: { content: `# ${HOSTILE}\n\n[x](javascript:alert(1)) $job` },
        },
        { type: 'row', title: HOSTILE, gridPos: { x: 0, y: 50, w: 24, h: 1 } },
      ],
      templating: { list: [{ name: 'job', label: HOSTILE, type: 'query', query: 'label_values(job)' }] },
    },
  });
  return buildPage(rendered);
}

/** Bodies of all script elements, found the way a browser's parser ends them. */
function findScripts(html: string): readonly { readonly attributes: string; readonly body: string }[] {
  return [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script/gi)].map(match => ({
    attributes: match[1] ?? '',
    body: match[2] ?? '',
  }));
}

describe('buildPage', () => {
  it('never lets a text of the dashboard or of a label become markup', async () => {
    const html = await renderHostile();
    const scripts = findScripts(html);
    expect(scripts.map(({ attributes }) => attributes.trim())).toEqual([
      'type="application/json" id="data"',
      '',
    ]);
    const markup = scripts.reduce((rest, { body }) => rest.replace(body, ''), html);
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('<script>alert');
    expect(markup).not.toContain('href="javascript');
    expect(markup).toContain('&lt;/script&gt;&lt;script&gt;alert(&quot;owned&quot;)');
  });

  it('embeds hostile labels as data that reads back unchanged', async () => {
    const [data] = findScripts(await renderHostile());
    const { models } = JSON.parse(data?.body ?? '');
    expect(models[0].series[0].name).toBe(HOSTILE);
    expect(models[1].rows[0].map((cell: { text: string }) => cell.text)).toContain(HOSTILE);
  });

  it('allows no script but its own, and nothing from elsewhere', async () => {
    const html = await renderHostile();
    const own = createHash('sha256')
      .update(findScripts(html)[1]?.body ?? '')
      .digest('base64');
    expect(html).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${own}'`);
    expect(html).not.toMatch(/<(link|iframe|img|object)\b|<script[^>]+src=/i);
  });

  it('says above the panels how many are in which state', async () => {
    const html = await renderHostile();
    expect(html).toContain('<span>5 panels</span><b class="is-ok">3 ok</b><b class="is-empty">1 empty</b>');
    expect(html).toContain('<b class="is-error">1 error</b>');
  });
});

describe('renderMarkdown', () => {
  it('knows headings, lists, paragraphs, bold, code and links', () => {
    expect(renderMarkdown('## Title\n\n**bold** `code` [site](https://example.com)\n\n- one\n- two')).toBe(
      '<h2>Title</h2><p><strong>bold</strong> <code>code</code> ' +
        '<a href="https://example.com" rel="noreferrer">site</a></p><ul><li>one</li><li>two</li></ul>',
    );
  });
});

describe('parseCommandLine', () => {
  const files = ['--dashboard', 'a.json', '--out', 'b.html'];

  it('has defaults for all but the files', () => {
    expect(parseCommandLine(files)).toEqual({
      dashboardPath: 'a.json',
      outPath: 'b.html',
      prometheusUrl: 'http://127.0.0.1:9090',
      from: 'now-30m',
      to: 'now',
      variables: {},
      scrapeInterval: '15s',
      widthPx: 1_600,
      theme: 'dark',
      isStrict: false,
    });
  });

  it('collects variables, and takes flags', () => {
    const options = parseCommandLine([
      ...files,
      ...['--var', 'job=api', '--var', 'job=web', '--var', 'q=a=b', '--strict'],
    ]);
    expect(options).toMatchObject({
      variables: { job: ['api', 'web'], q: ['a=b'] },
      isStrict: true,
    });
  });

  it.each([
    [[], '--dashboard: expected a file'],
    [[...files, '--theme', 'blue'], '--theme: expected dark or light, found "blue"'],
    [[...files, '--width', 'wide'], 'found "wide"'],
    [[...files, '--var', 'job'], '--var: expected name=value, found "job"'],
  ])('says which option is wrong: %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });

  it('offers help', () => {
    expect(parseCommandLine(['--help'])).toBe('help');
  });
});
