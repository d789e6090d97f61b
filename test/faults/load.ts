import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LoadOptions {
  /** Of the server now; undefined while there is none. */
  readonly url: () => string | undefined;
  readonly token: string;
  readonly connections: number;
  readonly eventsPerRequest: number;
  /** Between the requests of a connection. @default 0 */
  readonly pauseMs?: number;
  /** Bytes of text in each event. @default 100 */
  readonly textBytes?: number;
  /** Ends after so many. @default goes on until it is stopped */
  readonly maxEvents?: number;
  /** Makes the ids; of the same number the same id, so that several loads can offer the same events. */
  readonly idOf?: (number: number) => string;
}

/** Offers events over several connections, each batch again and again until it is acknowledged. */
export interface Load {
  /** Ids of the events that the server has acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often the server answered with each status; 0 for no answer. */
  readonly statuses: ReadonlyMap<number, number>;
  /** The last answer that was no 202: its header `Retry-After` and its body. */
  lastRefusal(): Refusal | undefined;
  /** Resolves when it is stopped, or all are acknowledged. */
  readonly finished: Promise<unknown>;
  /** Begins no further request; resolves when those on their way are answered or broken. */
  stop(): Promise<void>;
}

interface Refusal {
  readonly retryAfter: string | undefined;
  readonly body: string;
}

interface Answer extends Refusal {
  readonly status: number;
}

/** After a failure; the server may be about to be started again. */
const RETRY_MS = 20;
const NO_ANSWER: Answer = { status: 0, retryAfter: undefined, body: '' };

export function startLoad(options: LoadOptions): Load {
  const { connections, eventsPerRequest, pauseMs = 0, textBytes = 100, maxEvents = Infinity } = options;
  const idOf = options.idOf ?? createIds();
  const acknowledged = new Set<string>();
  const statuses = new Map<number, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const text = 'x'.repeat(textBytes);
  let [made, isStopped] = [0, false];
  let refusal: Refusal | undefined;

  const offerBatch = async (): Promise<void> => {
    const ids = Array.from({ length: eventsPerRequest }, () => idOf(made++));
    const body = JSON.stringify(ids.map((id, i) => eventOf(id, i, text)));
    while (!isStopped) {
      const url = options.url();
      const answer = url === undefined ? NO_ANSWER : await post(url, options.token, body, agent);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 202) {
        for (const id of ids) acknowledged.add(id);
        return;
      }
      if (answer.status !== 0) refusal = answer;
      await sleep(RETRY_MS);
    }
  };
  const run = async (): Promise<void> => {
    while (!isStopped && made < maxEvents) {
      await offerBatch();
      if (pauseMs > 0) await sleep(pauseMs);
    }
  };
  const running = Promise.all(Array.from({ length: connections }, run));
  return {
    acknowledged,
    statuses,
    finished: running,
    lastRefusal: () => refusal,
    stop: async () => {
      isStopped = true;
      await running;
      agent.destroy();
    },
  };
}

function createIds(): (number: number) => string {
  const prefix = randomUUID().slice(0, 8);
  return number => `${prefix}_${number}`;
}

/** Several types and users, so that every table of the store has its share. */
function eventOf(id: string, i: number, text: string) {
  const who = { id, userId: `user_${i % 7}`, sessionId: `session_${i % 5}` };
  const timestamp = new Date().toISOString();
  if (i % 10 === 9) {
    const data = { method: 'POST', path: '/chat', statusCode: 200, processTime: 0.1 };
    return { ...who, timestamp, type: 'request', event: 'completed', data };
  }
  if (i % 10 === 8) return { ...who, timestamp, type: 'tool', data: { toolName: 'shell', result: 'error' } };
  const data = { userMessage: text, tokensUsed: 10, duration: 5, model: 'model-a' };
  return { ...who, timestamp, type: 'chat', event: 'message', data };
}

function post(url: string, token: string, body: string, agent: Agent): Promise<Answer> {
  return new Promise(resolve => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(`${url}/api/v1/events`, { method: 'POST', headers, agent, timeout: 20_000 });
    const fail = () => {
      sent.destroy();
      resolve(NO_ANSWER);
    };
    sent.on('error', fail).on('timeout', fail);
    sent.on('response', response => {
      let text = '';
      response.setEncoding('utf8').on('data', data => {
        text += data;
      });
      response.on('error', fail).on('close', fail);
      response.on('end', () =>
        resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'], body: text }),
      );
    });
    sent.end(body);
  });
}
