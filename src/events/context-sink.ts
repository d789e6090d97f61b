import { boundId } from './bounded-id.ts';
import type { ActivityContext } from './context.ts';
import type { EventInput, EventSink } from './event.ts';

/** Takes events along with the context in which they happened. */
export interface ContextSink {
  /** Never throws and never waits. What the event says of itself goes before what the context says. */
  emitIn(context: ActivityContext | undefined, event: EventInput): void;
}

export interface ContextSinkOptions {
  /** Whether nothing is told of users who asked not to be tracked. @default true */
  readonly respectDnt?: boolean | undefined;
}

/** Fills in who did it, and in the course of which request and trace; here those are left out who want no events. */
export function createContextSink(
  sink: EventSink,
  { respectDnt = true }: ContextSinkOptions = {},
): ContextSink {
  return {
    emitIn: (context, event) => {
      if (respectDnt && context?.doNotTrack === true) return;
      // One by one, as spreading takes several times as long.
      sink.emit({
        id: event.id,
        type: event.type,
        event: event.event,
        data: event.data,
        timestamp: event.timestamp,
        userId: idOf(event.userId, context?.userId),
        sessionId: idOf(event.sessionId, context?.sessionId),
        requestId: event.requestId ?? context?.requestId,
        traceId: event.traceId ?? context?.traceId,
      });
    },
  };
}

/** An event may say that there is none: null. */
function idOf(own: string | null | undefined, ofContext: string | undefined): string | null | undefined {
  const id = own === undefined ? ofContext : own;
  return typeof id === 'string' ? boundId(id) : id;
}
