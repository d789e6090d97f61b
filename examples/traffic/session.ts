import { pickInteger, pickLogNormal, pickOne, type Random } from '../model-server/random.ts';
import {
  type AssistantClient,
  buildAssistantClient,
  type ClientOptions,
  UnreachableError,
} from './assistant-client.ts';
import { MISTAKES } from './mistakes.ts';
import { MANNERS, type Scenario } from './scenario.ts';
import { STEPS, type Step } from './steps.ts';
import type { Outcome, Tally } from './summary.ts';
import { readField, type Visit } from './visit.ts';

/** What all users share. */
export interface World {
  readonly target: string;
  readonly scenario: Scenario;
  /** Aborted when the users are to stop. */
  readonly signal: AbortSignal;
  readonly tally: Tally;
  /** Waits, faster or slower with the pace; throws when stopped. */
  readonly pause: (ms: number) => Promise<void>;
  /** The assistant gave no answer: waits before the next attempt; throws when stopped. */
  readonly onAway: (reason: string) => Promise<void>;
  readonly onBack: () => void;
  readonly onUnexpected: (step: string, answer: string) => void;
}

// Starting and ending a session is not cut short by a stop, so that no session is left open; this bounds the wait.
const SESSION_TIMEOUT_MS = 5_000;

/** One session from its start to its end. Throws an UnreachableError when the assistant is away, or the reason of the stop. */
export async function playSession(world: World, userId: string, random: Random): Promise<void> {
  const sessionId = await startSession(world, userId);
  if (sessionId === undefined) {
    return;
  }
  const client = connect(world, userId, { sessionId, signal: world.signal });
  try {
    await playSteps(world, client, userId, random);
  } catch (error) {
    if (world.signal.aborted) {
      // An assistant that is away by now is left alone.
      await endSession(world, userId, sessionId).catch(() => {});
    }
    throw error;
  }
  if (random() < MANNERS[world.scenario].vanishRate) {
    world.tally.countSession('abandoned');
  } else {
    await endSession(world, userId, sessionId);
  }
}

async function playSteps(
  world: World,
  client: AssistantClient,
  userId: string,
  random: Random,
): Promise<void> {
  const { thinkMedianMs, fewestSteps, mostSteps } = MANNERS[world.scenario];
  let step = '';
  const visit: Visit = {
    client,
    random,
    userId,
    files: new Set(),
    versions: new Set(),
    cheap: world.scenario === 'healthy',
    onUnexpected: answer => world.onUnexpected(step, answer),
    over: false,
  };
  const count = pickInteger(random, fewestSteps, mostSteps);
  for (let done = 0; done < count && !visit.over; done += 1) {
    await world.pause(pickLogNormal(random, thinkMedianMs, 0.6));
    const next = pickStep(world.scenario, random);
    step = next.name;
    await countStep(world, step, () => next.run(visit));
  }
}

async function startSession(world: World, userId: string): Promise<string | undefined> {
  const client = connect(world, userId, { timeoutMs: SESSION_TIMEOUT_MS });
  let sessionId: unknown;
  await countStep(world, 'start-session', async () => {
    const reply = await client.call('POST', '/api/sessions', { json: { userId, project: 'orders' } });
    sessionId = readField(reply, 'sessionId');
    if (reply.status === 201 && typeof sessionId === 'string') {
      return 'ok';
    }
    if (reply.status < 500) {
      world.onUnexpected('start-session', `expected 201, got ${reply.status} ${reply.text.slice(0, 120)}`);
    }
    return reply.status >= 500 ? 'failed' : 'unexpected';
  });
  if (typeof sessionId !== 'string') {
    return undefined;
  }
  world.tally.countSession('started');
  return sessionId;
}

async function endSession(world: World, userId: string, sessionId: string): Promise<void> {
  const client = connect(world, userId, { sessionId, timeoutMs: SESSION_TIMEOUT_MS });
  await countStep(world, 'end-session', async () => {
    const { status } = await client.call('DELETE', `/api/sessions/${encodeURIComponent(sessionId)}`);
    if (status === 204) {
      world.tally.countSession('ended');
      return 'ok';
    }
    return status >= 500 ? 'failed' : 'refused';
  });
}

async function countStep(world: World, name: string, run: () => Promise<Outcome>): Promise<void> {
  try {
    world.tally.countStep(name, await run());
    world.onBack();
  } catch (error) {
    if (error instanceof UnreachableError) {
      world.tally.countStep(name, 'unreachable');
    }
    throw error;
  }
}

function connect(
  world: World,
  userId: string,
  options: Pick<ClientOptions, 'sessionId' | 'signal' | 'timeoutMs'>,
): AssistantClient {
  return buildAssistantClient({
    target: world.target,
    userId,
    ...options,
    onResponse: status => world.tally.countResponse(status),
  });
}

function pickStep(scenario: Scenario, random: Random): Step {
  const steps = [...STEPS, ...MISTAKES];
  const total = steps.reduce((sum, step) => sum + step[scenario], 0);
  let draw = random() * total;
  const chosen = steps.find(step => {
    draw -= step[scenario];
    return draw < 0;
  });
  return chosen ?? pickOne(random, STEPS);
}
