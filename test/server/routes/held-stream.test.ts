import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createHeldStream } from '../../../src/server/routes/held-stream.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** Lines from something that is held until the end; the first is taken already. */
async function openLines(count: number) {
  const state = { isHeld: true };
  const lines = (async function* () {
    try {
      for (let i = 0; i < count; i++) yield `${i}\n`;
    } finally {
      state.isHeld = false;
    }
  })();
  return { state, lines, first: await lines.next() };
}

describe('a stream of what something holds', () => {
  test('gives all, from the first on, and lets go', async () => {
    const { state, lines, first } = await openLines(3);
    expect(await text(createHeldStream(first, lines))).toBe('0\n1\n2\n');
    expect(state.isHeld).toBe(false);
  });

  test('of nothing is empty', async () => {
    const { lines, first } = await openLines(0);
    expect(await text(createHeldStream(first, lines))).toBe('');
  });

  test('lets go where it is closed before anything was read', async () => {
    const { state, lines, first } = await openLines(3);
    const stream = createHeldStream(first, lines);
    stream.destroy();
    await once(stream, 'close');
    expect(state.isHeld).toBe(false);
  });

  test('lets go where it fails in the middle', async () => {
    const { state, lines, first } = await openLines(1000);
    const stream = createHeldStream(first, lines);
    const read = stream[Symbol.asyncIterator]();
    await read.next();
    stream.on('error', () => {});
    stream.destroy(new Error('the client is gone'));
    await waitUntil(() => expect(state.isHeld).toBe(false));
  });

  test('is closed where its reader takes nothing', async () => {
    const { state, lines, first } = await openLines(1000);
    const stream = createHeldStream(first, lines, 20);
    const read = stream[Symbol.asyncIterator]();
    await read.next();
    await waitUntil(() => expect(state.isHeld).toBe(false));
    expect(stream.destroyed).toBe(true);
  });
});
