import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { startServer } from './http-server.ts';

/** A request as it arrived. */
interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The id of the event in it. */
  readonly eventId: string;
  readonly sessionId: string | null;
}

/** Answers a request: a status, or whatever else it does with the response. */
type Behaviour = (received: ReceivedWebhook, response: ServerResponse) => number | undefined;

export interface WebhookReceiver {
  readonly endpoint: string;
  /** All that arrived, whatever the answer was. */
  readonly requests: readonly ReceivedWebhook[];
  /** Those that were answered by 200. */
  readonly accepted: readonly ReceivedWebhook[];
  /** From now on. */
  behave(behaviour: Behaviour): void;
}

/** Starts a server that takes webhooks, until the test is over. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const requests: ReceivedWebhook[] = [];
  const accepted: ReceivedWebhook[] = [];
  let behaviour: Behaviour = () => 200;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { event } = JSON.parse(body) as { event: { id: string; sessionId: string | null } };
    const received = { headers: request.headers, text: body, eventId: event.id, sessionId: event.sessionId };
    requests.push(received);
    const status = behaviour(received, response);
    if (status === 200) accepted.push(received);
    if (status !== undefined) response.writeHead(status).end('an answer that nobody reads');
  };
  const { port } = await startServer((request, response) => void answer(request, response));
  return {
    endpoint: `http://127.0.0.1:${port}/hook`,
    requests,
    accepted,
    behave: next => {
      behaviour = next;
    },
  };
}
