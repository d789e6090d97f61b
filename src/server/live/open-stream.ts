import type { FastifyReply, FastifyRequest } from 'fastify';
import { openEventStream, type parseSubscription, watchAdmission } from '../../live/index.ts';
import type { LiveOptions } from './live-plugin.ts';

export interface StreamRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly subscription: ReturnType<typeof parseSubscription>;
}

export type StreamOptions = LiveOptions &
  Pick<Parameters<typeof openEventStream>[1], 'encoding' | 'greeting'>;

/** Answers with the live feed until the client, the token or the server ends. Throws LIVE_CONNECTIONS_FULL. */
export function openStream(
  where: string,
  { request, reply, subscription }: StreamRequest,
  { feed, access, recorder, gate, encoding, greeting, heartbeatMs }: StreamOptions,
): void {
  const admission = access.admissionOf(where, request);
  // It left while its token was checked: nobody would hear of its end any more.
  if (reply.raw.destroyed) {
    reply.hijack();
    return;
  }
  const closings = [gate.enter(where), recorder.connected('event-stream')];
  const onClose = () => {
    for (const close of closings.splice(0)) close();
  };
  reply.hijack();
  let member: ReturnType<LiveOptions['feed']['subscribe']> | undefined;
  const position = () => member?.position();
  const sink = openEventStream(reply.raw, { encoding, greeting, heartbeatMs, position, onClose });
  member = feed.subscribe(subscription, sink, recorder.deliveries('event-stream'));
  closings.push(member.leave, watchAdmission(where, admission, sink.close));
}
