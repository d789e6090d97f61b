import type { EventInput, EventSink, EventSource } from '../../events/index.ts';
import type { EventFlowRecorder, ProblemRecorder } from '../../recorders/index.ts';
import type { Intake } from './intake.ts';

export interface ApplicationSinkOptions {
  /** Resolves when the spool is open; rejects where it cannot be opened, now. */
  readonly intake: () => Promise<Intake>;
  readonly source: EventSource;
  readonly recorder: EventFlowRecorder;
  readonly problem: Pick<ProblemRecorder, 'log'>;
}

/** The events of an application on their way to the spool. */
export interface ApplicationSink extends EventSink {
  /** Resolves when everything that was emitted is in the spool, or was counted as refused. */
  flush(): Promise<void>;
}

/** Events in memory at the most (SPEC B5); of one more, and all until there is room, only the count is kept. */
const MAX_PENDING = 10_000;
/** Redacting a batch of this size takes about a millisecond of the application's time. */
const EVENTS_PER_TURN = 100;

/**
 * Takes events without making the application wait: they are redacted and written in a later turn of the event loop.
 * Until then, which is until the disk has them (milliseconds), the end of the process loses them.
 */
export function createApplicationSink(options: ApplicationSinkOptions): ApplicationSink {
  const { recorder } = options;
  const pending: EventInput[] = [];
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    await nextTurn();
    while (pending.length > 0) {
      await submit(pending.splice(0, EVENTS_PER_TURN), options);
      await nextTurn();
    }
    running = undefined;
  };

  return {
    emit: event => {
      if (pending.length >= MAX_PENDING) {
        recorder.refused('spool_busy');
        return;
      }
      pending.push(event);
      running ??= run();
    },
    flush: () => running ?? Promise.resolve(),
  };
}

async function submit(events: readonly EventInput[], options: ApplicationSinkOptions): Promise<void> {
  const { intake, recorder } = options;
  const opened = await intake().catch(() => undefined);
  if (opened === undefined) {
    recorder.refused('spool_failed', events.length);
    return;
  }
  try {
    await opened.submit(events, options.source);
  } catch (error) {
    // The intake has counted them; there is nobody to send them again.
    options.problem.log('the spool of events', error);
  }
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
