import { createHash } from 'node:crypto';
import { Marked, type Tokens } from 'marked';
import { trimSlash } from '../config/index.ts';
import { listQueries } from './runbook-queries.ts';

/** Looks like the pages of aiwatch, in light and dark; nothing is loaded from elsewhere. */
const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
pre { padding: .75rem; overflow-x: auto; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px; }
code { font: .875em ui-monospace, monospace; }
pre + p.run { margin-top: -.5rem; font-size: .875rem; }
nav { font-size: .875rem; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem .8rem .2rem 0; }
`;

/** What the pages may load: their own style, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(STYLE)
  .digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Puts a body into a page. */
export function buildPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
${body}
</html>
`;
}

/** Queries as people read them, each with a link that runs it in Prometheus. */
function renderQueries({ text }: Tokens.Code, prometheusUrl: string): string {
  const base = `${trimSlash(prometheusUrl)}/graph`;
  const items = listQueries(text).map(query => {
    const url = `${base}?g0.expr=${encodeURIComponent(query)}&g0.tab=0`;
    return `<pre><code>${escapeHtml(query)}</code></pre><p class="run"><a href="${escapeHtml(url)}">Run in Prometheus</a></p>\n`;
  });
  return items.join('');
}

/** The job that the runbooks name, which is the one of a configuration that does not say another. */
const SHIPPED_JOB = 'job="application"';

/** Where the queries of a runbook are run, and for which job. */
export interface RunbookSettings {
  readonly prometheusUrl: string;
  readonly applicationJob: string;
}

/** Turns the Markdown of a runbook, which is ours, into a page; its queries can be run by a click. */
export function renderRunbook(name: string, markdown: string, settings: RunbookSettings): string {
  const marked = new Marked({
    renderer: {
      code: token => (token.lang === 'promql' ? renderQueries(token, settings.prometheusUrl) : false),
    },
  });
  const job = `job=${JSON.stringify(settings.applicationJob)}`;
  const body = marked.parse(
    markdown.replaceAll(SHIPPED_JOB, () => job),
    { async: false },
  );
  return buildPage(name, `<nav><a href="../runbooks">All runbooks</a></nav>\n${body}`);
}
