import { afterEach, expect, test } from 'vitest';
import type { Summary } from '../../examples/traffic/summary.ts';
import { createTraffic, type Traffic, type TrafficOptions } from '../../examples/traffic/traffic.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type StandInAssistant, startStandIn } from './traffic-assistant.ts';

// Twelve steps, seven mistakes, and the start and the end of a session.
const ALL_STEPS = 21;
const started: { assistants: StandInAssistant[]; traffics: Traffic[] } = { assistants: [], traffics: [] };

async function startAssistant(port?: number): Promise<StandInAssistant> {
  const assistant = await startStandIn(port);
  started.assistants.push(assistant);
  return assistant;
}

function startTraffic(options: TrafficOptions): Traffic {
  const traffic = createTraffic({ pace: 1000, ...options });
  started.traffics.push(traffic);
  traffic.start();
  return traffic;
}

async function runUntil(traffic: Traffic, done: (summary: Summary) => boolean): Promise<Summary> {
  await waitUntil(() => expect(done(traffic.summary())).toBe(true));
  return traffic.stop();
}

afterEach(async () => {
  await Promise.all(started.traffics.splice(0).map(traffic => traffic.stop()));
  await Promise.all(started.assistants.splice(0).map(assistant => assistant.close()));
});

test('mixed users do everything the assistant offers, go wrong now and then, and rarely cause a 5xx', async () => {
  const assistant = await startAssistant();
  const problems: string[] = [];
  const traffic = startTraffic({
    target: assistant.url,
    users: 20,
    onProblem: problem => problems.push(problem),
  });
  const { steps, responses, serverErrors, sessions } = await runUntil(
    traffic,
    summary => summary.responses > 2_000 && Object.keys(summary.steps).length === ALL_STEPS,
  );
  expect(problems).toEqual([]);
  expect(Object.keys(steps)).toHaveLength(ALL_STEPS);
  expect(steps['chat-abort']?.aborted).toBeGreaterThan(0);
  expect(assistant.leftEarly()).toBeGreaterThan(0);
  for (const mistake of ['unknown-file', 'path-outside', 'bad-body', 'unmatched-url', 'unknown-version']) {
    expect(Object.keys(steps[mistake] ?? {})).toEqual(['refused']);
  }
  expect(steps['failing-prompt']).toEqual({ failed: serverErrors });
  expect(serverErrors / responses).toBeLessThan(0.03);
  expect(sessions.abandoned).toBeGreaterThan(0);
  // Whoever did not vanish has ended the session, also those who were stopped in the middle of it.
  expect(assistant.sessions.size).toBe(sessions.started - sessions.ended);
  expect(assistant.versions.size).toBeLessThan(40);
});

test('healthy users only get good answers', async () => {
  const assistant = await startAssistant();
  const traffic = startTraffic({ target: assistant.url, scenario: 'healthy', users: 3 });
  const { steps, sessions } = await runUntil(traffic, summary => summary.responses > 500);
  const outcomes = new Set(Object.values(steps).flatMap(counts => Object.keys(counts)));
  expect([...outcomes].filter(outcome => outcome !== 'ok' && outcome !== 'refused')).toEqual([]);
  expect(Object.keys(steps)).not.toContain('unknown-file');
  expect(sessions.ended).toBe(sessions.started);
  expect(assistant.sessions.size).toBe(0);
});

test('an assistant that is away is waited for, which is said once, and so is its return', async () => {
  const first = await startAssistant();
  const problems: string[] = [];
  const traffic = startTraffic({
    target: first.url,
    users: 4,
    scenario: 'healthy',
    retryWaitMs: 20,
    onProblem: problem => problems.push(problem),
  });
  await waitUntil(() => expect(traffic.summary().responses).toBeGreaterThan(50));
  await first.close();
  started.assistants.splice(0);
  const unreachable = () =>
    Object.values(traffic.summary().steps).filter(counts => (counts.unreachable ?? 0) > 5);
  await waitUntil(() => expect(unreachable()).not.toEqual([]));
  expect(problems.at(-1)).toContain('cannot be reached');

  const second = await startAssistant(first.port);
  await waitUntil(() => expect(second.seen.length).toBeGreaterThan(50));
  await traffic.stop();
  // A server that closes may answer one user after it has left another, so it may go and come more than once.
  const news = problems.map(problem => (problem.includes('cannot be reached') ? 'away' : 'back'));
  expect(news).toEqual(news.map((_, i) => (i % 2 === 0 ? 'away' : 'back')));
  expect(news.at(-1)).toBe('back');
});

test('an answer that a step does not allow ends the session and is reported once', async () => {
  const assistant = await startAssistant();
  const problems: string[] = [];
  const traffic = startTraffic({
    target: `${assistant.url}/elsewhere`,
    users: 2,
    onProblem: problem => problems.push(problem),
  });
  const { sessions } = await runUntil(
    traffic,
    summary => (summary.steps['start-session']?.unexpected ?? 0) > 5,
  );
  expect(sessions.started).toBe(0);
  expect(problems).toEqual([expect.stringContaining('start-session: expected 201, got 404')]);
});

test('the same seed makes a user do the same things', async () => {
  const record = async (): Promise<string[]> => {
    const assistant = await startAssistant();
    const traffic = startTraffic({ target: assistant.url, users: 1, seed: 'again' });
    await runUntil(traffic, summary => summary.responses > 60);
    return assistant.seen.slice(0, 60);
  };
  expect(await record()).toEqual(await record());
});

test('traffic that was never started stops with an empty summary', async () => {
  expect(await createTraffic({ target: 'http://127.0.0.1:9' }).stop()).toEqual({
    sessions: { started: 0, ended: 0, abandoned: 0 },
    responses: 0,
    serverErrors: 0,
    steps: {},
  });
  expect(() => createTraffic({ target: 'http://127.0.0.1:9', pace: 0 })).toThrow(RangeError);
});
