import {
  type ContextSink,
  createContextSink,
  type EventInput,
  type EventSink,
} from '../../src/events/index.ts';

/** A sink that keeps what it is given, without what is undefined. */
export function recordEvents(): {
  readonly sink: EventSink;
  readonly events: ContextSink;
  readonly recorded: EventInput[];
} {
  const recorded: EventInput[] = [];
  const isDefined = ([, value]: readonly [string, unknown]) => value !== undefined;
  const sink: EventSink = {
    emit: event =>
      recorded.push(Object.fromEntries(Object.entries(event).filter(isDefined)) as unknown as EventInput),
  };
  return { sink, events: createContextSink(sink), recorded };
}
