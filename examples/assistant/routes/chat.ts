import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply } from 'fastify';
import { type ChatEvent, type ChatUsage, runChat } from '../chat-loop.ts';
import { reportError } from '../errors.ts';
import type { Services } from './services.ts';

interface ChatBody {
  readonly message: string;
  readonly model?: string;
  readonly stream?: boolean;
}

const CHAT_BODY = {
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string', minLength: 1, maxLength: 100_000 },
    // The name becomes a label of metrics.
    model: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$' },
    stream: { type: 'boolean' },
  },
} as const;

/** `POST /api/chat`: a prompt, answered as server-sent events or as one JSON body. */
export function addChatRoutes(app: FastifyInstance, services: Services): void {
  const { monitoring, sessions, findUser, askModel, defaultModel } = services;
  const running = new Map<AbortController, Promise<void>>();
  // Answers can take minutes; a server that closes ends them, and waits only until their clients know.
  app.addHook('preClose', async () => {
    for (const controller of running.keys()) {
      controller.abort();
    }
    await Promise.all(running.values());
  });

  app.post<{ Body: ChatBody }>('/api/chat', { schema: { body: CHAT_BODY } }, async (request, reply) => {
    const { message, model = defaultModel, stream = false } = request.body;
    const session = sessions.require(request.headers);
    const controller = new AbortController();
    // A client that leaves gives the answer up, and with it the call to the model.
    const ended = finished(reply.raw).catch(() => {});
    const closed = ended.then(() => {
      running.delete(controller);
      controller.abort();
      sessions.touch(session);
    });
    running.set(controller, closed);
    const { workspace } = findUser(session.userId);
    const { signal } = controller;
    const chat = { session, workspace, message, model, isStreamed: stream, signal };
    const events = runChat(monitoring, askModel, chat);
    return stream ? sendEvents(reply, events) : sendAnswer(reply, events);
  });
}

async function sendEvents(reply: FastifyReply, events: AsyncGenerator<ChatEvent>): Promise<FastifyReply> {
  // Until the first event there is time for an answer with an error status.
  const first = await events.next();
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-cache')
    .send(Readable.from(toFrames(reply.log, first, events)));
}

async function* toFrames(
  log: FastifyBaseLogger,
  first: IteratorResult<ChatEvent>,
  events: AsyncGenerator<ChatEvent>,
): AsyncGenerator<string> {
  try {
    if (!first.done) {
      yield toFrame(first.value);
    }
    for await (const event of events) {
      yield toFrame(event);
    }
  } catch (error) {
    yield toFrame({ type: 'error', message: reportError(log, error).message });
  }
}

function toFrame(event: ChatEvent | { readonly type: 'error'; readonly message: string }): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

async function sendAnswer(reply: FastifyReply, events: AsyncGenerator<ChatEvent>): Promise<FastifyReply> {
  let text = '';
  let usage: ChatUsage | undefined;
  const toolCalls: { name: string; result: string }[] = [];
  for await (const event of events) {
    if (event.type === 'delta') {
      text += event.text;
    } else if (event.type === 'tool') {
      toolCalls.push({ name: event.name, result: event.result });
    } else {
      usage = event.usage;
    }
  }
  return reply.send({ text, usage, toolCalls });
}
