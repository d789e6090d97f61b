import { pickInteger } from '../model-server/random.ts';
import { pickFailingPrompt } from './prompts.ts';
import type { Step } from './steps.ts';
import type { Outcome } from './summary.ts';
import { judge, judgeChat, type Visit } from './visit.ts';

/** What people get wrong. Together one step in twelve; the ones that end in a 5xx, less than one in a hundred. */
export const MISTAKES: readonly Step[] = [
  { name: 'unknown-file', mixed: 2, healthy: 0, run: openUnknownFile },
  { name: 'path-outside', mixed: 1, healthy: 0, run: openPathOutside },
  { name: 'bad-body', mixed: 1, healthy: 0, run: sendBadBody },
  { name: 'unmatched-url', mixed: 1.5, healthy: 0, run: openUnmatchedUrl },
  { name: 'unknown-session', mixed: 0.5, healthy: 0, run: useUnknownSession },
  { name: 'unknown-version', mixed: 1, healthy: 0, run: restoreUnknownVersion },
  { name: 'failing-prompt', mixed: 0.8, healthy: 0, run: sendFailingPrompt },
];

async function openUnknownFile(visit: Visit): Promise<Outcome> {
  const path = `/api/files/drafts/lost-${pickInteger(visit.random, 1, 10_000)}.md`;
  return judge(visit, await visit.client.call('GET', path), [404]);
}

async function openPathOutside(visit: Visit): Promise<Outcome> {
  // The slash is escaped: a client would resolve a plain `../` before it sends the request.
  return judge(visit, await visit.client.call('GET', '/api/files/..%2F..%2Fsettings.json'), [400]);
}

async function sendBadBody(visit: Visit): Promise<Outcome> {
  const json = { text: 'the field is called message' };
  return judge(visit, await visit.client.call('POST', '/api/chat', { json }), [400]);
}

async function openUnmatchedUrl(visit: Visit): Promise<Outcome> {
  const path = `/api/settings/${pickInteger(visit.random, 1, 10_000)}`;
  return judge(visit, await visit.client.call('GET', path), [404]);
}

async function useUnknownSession(visit: Visit): Promise<Outcome> {
  const sent = { json: { message: 'Are you still there?' }, sessionId: 'a-session-of-yesterday' };
  return judge(visit, await visit.client.call('POST', '/api/chat', sent), [404]);
}

async function restoreUnknownVersion(visit: Visit): Promise<Outcome> {
  return judge(visit, await visit.client.call('POST', '/api/versions/no-such-version/restore'), [404]);
}

async function sendFailingPrompt(visit: Visit): Promise<Outcome> {
  const reply = await visit.client.chat({ ...pickFailingPrompt(visit.random) });
  // A prompt that is too long stays in the conversation, so every later one would fail too: start afresh.
  visit.over = true;
  return judgeChat(visit, reply, [400, 404, 413]);
}
