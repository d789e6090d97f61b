import { join } from 'node:path';
import { createMonitoring } from 'aiwatch';
import { expect, onTestFinished, test } from 'vitest';
import { type ChatEvent, runChat } from '../../examples/assistant/chat-loop.ts';
import { buildConversation, keepTurn } from '../../examples/assistant/conversation.ts';
import type { AskModel } from '../../examples/assistant/model-client.ts';
import type { Session, Turn } from '../../examples/assistant/sessions.ts';
import { buildWorkspace } from '../../examples/assistant/workspace.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const buildSession = (): Session => ({ id: 's', userId: 'user_1', project: 'orders', turns: [] });

async function collect(ask: AskModel, session: Session): Promise<ChatEvent[]> {
  const monitoring = createMonitoring();
  onTestFinished(() => monitoring.close());
  const workspace = buildWorkspace(monitoring, join(await createTemporaryFolder(), 'files'));
  const { signal } = new AbortController();
  const request = { session, workspace, message: 'Go.', model: 'm', isStreamed: true, signal };
  const events: ChatEvent[] = [];
  for await (const event of runChat(monitoring, ask, request)) {
    events.push(event);
  }
  return events;
}

test('a model that calls tools again and again has to answer in the end', async () => {
  const events = await collect(async function* ask({ mayCallTools }) {
    if (!mayCallTools) {
      yield { type: 'delta', text: 'That is all.' };
      return { text: 'That is all.', toolCalls: [], usage: undefined };
    }
    return { text: '', toolCalls: [{ id: '1', name: 'list_files', arguments: '' }], usage: undefined };
  }, buildSession());
  expect(events.filter(event => event.type === 'tool')).toHaveLength(8);
  expect(events.at(-2)).toEqual({ type: 'delta', text: 'That is all.' });
});

test('calls that make no sense are answered with an error', async () => {
  const calls = [
    { id: '1', name: 'format_disk', arguments: '{}' },
    { id: '2', name: 'read_file', arguments: '{"path":' },
    { id: '3', name: 'read_file', arguments: '{"path":7}' },
    { id: '4', name: 'read_file', arguments: '{"path":"../../settings.json"}' },
  ];
  const session = buildSession();
  const events = await collect(async function* ask({ messages }) {
    yield* [];
    const isFirst = messages.at(-1)?.role === 'user';
    return { text: 'Sorry.', toolCalls: isFirst ? calls : [], usage: undefined };
  }, session);
  expect(events.map(event => (event.type === 'tool' ? event.result : event.type))).toEqual([
    ...calls.map(() => 'error'),
    'done',
  ]);
  const told = session.turns.flat().filter(message => message.role === 'tool');
  expect(told.map(({ content }) => content)).toEqual([
    'Error: there is no such tool.',
    'Error: The arguments have to be a JSON object.',
    'Error: The argument path has to be a string.',
    'Error: The path does not name a file of the workspace.',
  ]);
});

test('a long conversation loses its oldest turns, whole', () => {
  const session = buildSession();
  const turns = Array.from(
    { length: 10 },
    (_, index): Turn => [
      { role: 'user', content: `${index} ${'x'.repeat(2_000)}` },
      { role: 'assistant', content: 'y'.repeat(2_000) },
    ],
  );
  for (const turn of turns) {
    keepTurn(session, turn);
  }
  expect(session.turns).toEqual(turns.slice(-3));
  const messages = buildConversation(session, [{ role: 'user', content: 'Next.' }]);
  expect(messages.map(({ role }) => role).join(' ')).toBe(
    'system user assistant user assistant user assistant user',
  );
  expect(messages[0]?.content).toContain('orders');
});
