import { setTimeout as sleep } from 'node:timers/promises';
import { AiwatchError, reasonOfFetch } from '../../errors.ts';

/** One request by POST. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long a server may take to answer, before it is asked again. */
const TIMEOUT_MS = 10_000;

/** Pauses before the second and the third attempt; a pipeline waits, so there are no more. */
const RETRY_PAUSES_MS: readonly number[] = [1000, 3000];

/** An answer, or why there was none. */
type Outcome = { readonly status: number; readonly text: string } | { readonly problem: string };

/** How much of an answer a message repeats. */
const EXCERPT_CHARACTERS = 200;

/** Sends, again where the network or the server failed. Throws CI_REPORT_NOT_SENT. */
export async function send(post: Post, pausesMs: readonly number[] = RETRY_PAUSES_MS): Promise<void> {
  let outcome = await attempt(post);
  for (const pauseMs of pausesMs) {
    if (!isWorthRetrying(outcome)) break;
    await sleep(pauseMs);
    outcome = await attempt(post);
  }
  if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) return;
  throw new AiwatchError('CI_REPORT_NOT_SENT', { where: post.url, found: describeOutcome(outcome) });
}

async function attempt({ url, headers, body }: Post): Promise<Outcome> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // A redirect would turn the POST into a GET, or take the token elsewhere.
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { problem: reasonOfFetch(error) };
  }
}

function isWorthRetrying(outcome: Outcome): boolean {
  return 'problem' in outcome || outcome.status === 429 || outcome.status >= 500;
}

function describeOutcome(outcome: Outcome): string {
  if ('problem' in outcome) return outcome.problem;
  const excerpt = outcome.text.replaceAll(/\s+/g, ' ').trim().slice(0, EXCERPT_CHARACTERS);
  return excerpt === '' ? `status ${outcome.status}` : `status ${outcome.status}: ${excerpt}`;
}
