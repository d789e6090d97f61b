import type { LiveGap } from '../api/live.ts';
import type { LiveMessage } from './live-item.ts';
import type { LiveEncoding } from './subscriber.ts';

/** A frame of Server-Sent Events. @param json in one line, as JSON always is */
export function buildStreamFrame(
  json: string,
  { id, event }: { id?: string | undefined; event?: string } = {},
): string {
  const head = `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}`;
  return `${head}data: ${json}\n\n`;
}

function createEncoding(
  key: string,
  eventOf: (message: LiveMessage) => string | undefined,
): LiveEncoding<Buffer> {
  return {
    key,
    encode: messages =>
      Buffer.from(
        messages
          .map(message => {
            const event = eventOf(message);
            return buildStreamFrame(message.json, {
              id: message.position,
              ...(event !== undefined && { event }),
            });
          })
          .join(''),
      ),
    gap: (gap: LiveGap) => Buffer.from(buildStreamFrame(JSON.stringify(gap), { event: 'monitoring:gap' })),
  };
}

/** Server-Sent Events without names, as `onmessage` gets them; frames of other channels than `events` have their type as name. */
export const eventStreamEncoding = createEncoding('event-stream', ({ type }) =>
  type === 'monitoring:event' ? undefined : type,
);

/** The same without any names, for a stream of one kind. */
export const plainStreamEncoding = createEncoding('plain-stream', () => undefined);
