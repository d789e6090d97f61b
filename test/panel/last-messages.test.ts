import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { buildEvent } from './now/now-answers.ts';
import { Refusal } from './now/now-server.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');
const TIMEOUT_MS = 120_000;
const POLL = { timeout: 30_000 };
const EVENTS = '/api/v1/monitoring/events';

const at = (second: number) => new Date(Date.UTC(2026, 0, 15) + second * 1000).toISOString();
const build = (second: number) =>
  buildEvent({ timestamp: at(second), data: { userMessage: `message ${second}` } });
const lastFifty = (last: number) => Array.from({ length: 50 }, (_, index) => at(last - index));

describe.skipIf(programs.skip)('the last messages on Monitoring', { timeout: TIMEOUT_MS }, () => {
  const { start, open } = useNow(programs);

  test('stay in the order of time when the server goes away, and when it is back', async () => {
    const server = await start();
    const answerWith = (newest: number) => {
      const events = lastFifty(newest).map((_, index) => build(newest - index));
      server.answers[EVENTS] = ({ type }) => ({ events: type === 'chat' ? events : [], nextCursor: null });
    };
    answerWith(50);
    const { page } = await open(server);
    const times = page.locator('.message-row time');
    const readTimes = () => times.evaluateAll(all => all.map(time => time.getAttribute('datetime')));
    await expect.poll(readTimes, POLL).toEqual(lastFifty(50));
    await expect.poll(() => server.subscriptions().length, POLL).toBe(1);
    for (const second of [51, 52, 53, 55, 54]) {
      const data = { user_id: 'user_eng001', message_text: `message ${second}`, timestamp: at(second) };
      server.emitFrame('message:new', data);
    }
    await expect.poll(readTimes, POLL).toEqual(lastFifty(55));

    server.answers[EVENTS] = () => new Refusal(503, 'STORE_UNAVAILABLE', 'It is away.');
    server.live.isOpen = false;
    server.cut();
    await page.getByRole('button', { name: 'Connection: Polling' }).waitFor({ timeout: 60_000 });
    answerWith(56);
    await expect.poll(async () => (await readTimes()).includes(at(56)), POLL).toBe(true);
    expect(await readTimes()).toEqual(lastFifty(56));
  });
});
