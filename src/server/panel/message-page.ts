import type { FastifyReply } from 'fastify';
import { buildPage, escapeHtml, PAGE_POLICY } from '../runbook-page.ts';

/** A page that says one thing, where the panel itself cannot. */
export interface MessagePage {
  readonly statusCode: number;
  readonly title: string;
  /** Paragraphs of text. */
  readonly paragraphs: readonly string[];
  /** A command to run. */
  readonly command?: string;
  /** Where to go from here. */
  readonly link?: { readonly href: string; readonly text: string };
}

function buildBody({ title, paragraphs, command, link }: MessagePage): string {
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map(text => `<p>${escapeHtml(text)}</p>`),
    ...(command === undefined ? [] : [`<pre><code>${escapeHtml(command)}</code></pre>`]),
    ...(link === undefined ? [] : [`<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>`]),
  ].join('\n');
}

/** Answers with the page; nothing in it can run. */
export function sendMessagePage(reply: FastifyReply, page: MessagePage): FastifyReply {
  return reply
    .code(page.statusCode)
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': PAGE_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .send(buildPage(page.title, buildBody(page)));
}

/** Whether a person looks at the answer, and no program. */
export function wantsPage({ accept }: { readonly accept?: string | undefined }): boolean {
  return accept?.includes('text/html') === true;
}
