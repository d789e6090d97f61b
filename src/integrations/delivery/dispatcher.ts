import { type Clock, systemClock } from '../../clock.ts';
import type { DeliveryAttempt, IntegrationRecorder } from '../../recorders/index.ts';
import { type Attempt, type AttemptOutcome, createAttempt } from './attempt.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { type DeliveryConfig, resolveDelivery } from './delivery-config.ts';
import { createLanes, type Delivery, type Lane } from './lanes.ts';
import { retryPauseMs } from './retry-pause.ts';
import { createRunner } from './runner.ts';
import { settle } from './settle.ts';

export interface DispatcherOptions<D extends Delivery> {
  readonly config: DeliveryConfig;
  readonly recorder: IntegrationRecorder;
  /** Told of each delivery that arrived. What it does is waited for; if it fails, it is asked again later. */
  readonly onDelivered: (delivery: D) => void | Promise<void>;
  /** Puts a delivery aside that was given up. It too is asked again if it fails: its lane waits. */
  readonly onGivenUp: (delivery: D, reason: string, attempts: number) => void | Promise<void>;
  /** Told that there is room again. */
  readonly onRoom?: () => void;
  readonly clock?: Clock;
  /** @default over HTTP */
  readonly attempt?: Attempt;
}

/** Delivers in order by lane, several lanes at once, each delivery at least once or given up. */
export interface Dispatcher<D extends Delivery> {
  /** Takes a delivery, also where there is no room: the caller looks first. */
  add(delivery: D): void;
  /** Whether more should be added: there is room, and the other side is not down, or nothing waits to try it with. */
  readonly hasRoom: boolean;
  readonly length: number;
  readonly isBreakerOpen: boolean;
  /** Age of the oldest that waits, in seconds; 0 while none does. */
  lagSeconds(): number;
  /** Stops attempts, and waits for what they lead to; what waits is dropped from memory. */
  close(): Promise<void>;
}

const MS_PER_SECOND = 1000;

export function createDispatcher<D extends Delivery>(options: DispatcherOptions<D>): Dispatcher<D> {
  const { recorder, onDelivered, onGivenUp, onRoom, clock = systemClock } = options;
  const config = resolveDelivery(options.config);
  const attempt = options.attempt ?? createAttempt(options.config, config.timeoutMs, clock);
  const breaker = createBreaker(config, clock);
  const lanes = createLanes<D>();
  const refusals = new Set<Promise<void>>();

  const deliver = async (lane: Lane<D>, signal: AbortSignal): Promise<void> => {
    const delivery = lane.queue[0]!;
    const isProbe = breaker.isOpen;
    const startMs = performance.now();
    const outcome = await attempt(delivery, signal);
    if (outcome.kind === 'stopped') return;
    const durationSeconds = (performance.now() - startMs) / MS_PER_SECOND;
    tellBreaker(breaker, outcome);
    // A probe of a side that is down says nothing about the delivery that happened to be it.
    if (!(isProbe && outcome.kind === 'unreachable')) lane.attempts++;
    const { attempts } = lane;
    const result = resultOf(outcome, attempts, config.maxAttempts);
    recorder.record({ result, durationSeconds });
    if (result === 'failed') return runner.retryLater(lane, retryPauseMs(config, Math.max(1, attempts)));
    const follow = () =>
      outcome.kind === 'delivered' ? onDelivered(delivery) : onGivenUp(delivery, outcome.reason, attempts);
    if (!(await settle(follow, config, signal))) return;
    lanes.shift(lane);
    onRoom?.();
  };
  const runner = createRunner({ lanes, breaker, concurrency: config.concurrency, deliver });

  const isOverfull = (delivery: D): boolean => {
    const lane = lanes.find(delivery);
    return lane !== undefined && lane.attempts > 0 && lane.queue.length >= config.maxPerLane;
  };
  const refuse = (delivery: D): void => {
    recorder.recordUnattempted();
    const follow = () => onGivenUp(delivery, 'too many wait behind one that fails', 0);
    const refusal = settle(follow, config, runner.signal).then(() => {
      refusals.delete(refusal);
      onRoom?.();
    });
    refusals.add(refusal);
  };

  return {
    add: delivery => {
      // Behind one that fails no more than these wait: the other sessions need the room.
      if (isOverfull(delivery)) return refuse(delivery);
      lanes.add(delivery);
      runner.pump();
    },
    get hasRoom() {
      const isFull =
        lanes.length + refusals.size >= config.maxWaiting || lanes.sizeBytes >= config.maxWaitingBytes;
      // While the other side is down, what is there is enough to find out when it is back.
      return !isFull && (!breaker.isOpen || lanes.length === 0);
    },
    get length() {
      return lanes.length;
    },
    get isBreakerOpen() {
      return breaker.isOpen;
    },
    lagSeconds: () => Math.max(0, (clock() - (lanes.oldestMs() ?? clock())) / MS_PER_SECOND),
    close: async () => {
      await runner.close();
      await Promise.all(refusals);
    },
  };
}

type EndedOutcome = Exclude<AttemptOutcome, { readonly kind: 'stopped' }>;

function resultOf({ kind }: EndedOutcome, attempts: number, maxAttempts: number): DeliveryAttempt['result'] {
  if (kind === 'delivered') return 'delivered';
  return kind === 'refused' || attempts >= maxAttempts ? 'dead_letter' : 'failed';
}

/** Whoever answers that it does not want a message is there. */
function tellBreaker(breaker: Breaker, outcome: EndedOutcome): void {
  if (outcome.kind === 'delivered' || outcome.kind === 'refused') {
    breaker.succeed();
    return;
  }
  breaker.fail();
  if (outcome.retryAfterMs !== undefined) breaker.pause(outcome.retryAfterMs);
}
