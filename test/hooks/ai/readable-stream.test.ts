import { TransformStream, WritableStream } from 'node:stream/web';
import { describe, expect, it } from 'vitest';
import { createObserved, readAll, TARGET } from './observed.ts';

const CHUNKS = ['Hel', 'lo', '!'];
const ENDED = { calls: { success: 1 }, tokens: { output: 3 }, firstTokens: 1, inFlight: 0 };

/** Gives the chunks, and then ends or fails. */
function readable(error?: Error): ReadableStream<string> {
  const left = [...CHUNKS];
  return new ReadableStream<string>({
    pull: controller => {
      const chunk = left.shift();
      if (chunk !== undefined) controller.enqueue(chunk);
      else if (error === undefined) controller.close();
      else controller.error(error);
    },
  });
}

async function observe(stream: ReadableStream<string>) {
  const { observeAiCall, recorded } = createObserved();
  const answer = await observeAiCall(TARGET, () => stream);
  expect(answer).toBe(stream);
  return { answer, recorded };
}

const iterate = (stream: unknown) => readAll(stream as AsyncIterable<string>);

async function readByReader(stream: ReadableStream<string>): Promise<readonly string[]> {
  const reader = stream.getReader();
  const chunks: string[] = [];
  for (let one = await reader.read(); !one.done; one = await reader.read()) chunks.push(one.value);
  reader.releaseLock();
  return chunks;
}

async function pipe(stream: ReadableStream<string>): Promise<readonly string[]> {
  const chunks: string[] = [];
  await stream.pipeTo(
    new WritableStream<string>({ write: chunk => void chunks.push(chunk) }) as globalThis.WritableStream,
  );
  return chunks;
}

const through = (stream: ReadableStream<string>) =>
  iterate(stream.pipeThrough(new TransformStream<string, string>() as globalThis.TransformStream));

async function teeBoth(stream: ReadableStream<string>): Promise<readonly string[]> {
  const [left, right] = stream.tee();
  const [first, second] = await Promise.all([iterate(left), readByReader(right)]);
  expect(first).toEqual(second);
  return first as string[];
}

const WAYS: readonly (readonly [string, (stream: ReadableStream<string>) => Promise<readonly unknown[]>])[] =
  [
    ['getReader()', readByReader],
    ['iteration', iterate],
    ['pipeTo()', pipe],
    ['pipeThrough()', through],
    ['tee()', teeBoth],
  ];

describe('an answer that is a web stream', () => {
  it.each(WAYS)('is observed by %s', async (_way, read) => {
    const { answer, recorded } = await observe(readable());
    expect((await recorded()).inFlight).toBe(1);
    expect(await read(answer)).toEqual(CHUNKS);
    expect(await recorded()).toMatchObject(ENDED);
    expect((await recorded()).calls).toEqual({ success: 1 });
  });

  it.each(WAYS)('that fails is an error by %s, which gets the very error', async (_way, read) => {
    const error = Object.assign(new Error('cut'), { code: 'ECONNRESET' });
    const { answer, recorded } = await observe(readable(error));
    await expect(read(answer)).rejects.toBe(error);
    expect(await recorded()).toMatchObject({ calls: { error: 1 }, errors: { network: 1 }, inFlight: 0 });
  });

  it.each<[string, (stream: ReadableStream<string>) => Promise<unknown>]>([
    ['cancelled', stream => stream.cancel()],
    ['cancelled by its reader', stream => stream.getReader().cancel()],
    [
      'left within a loop',
      async stream => {
        for await (const _ of stream as unknown as AsyncIterable<string>) break;
      },
    ],
    ['cancelled in both branches', stream => Promise.all(stream.tee().map(branch => branch.cancel()))],
  ])('is abandoned where it is %s', async (_what, leave) => {
    const { answer, recorded } = await observe(readable());
    await leave(answer);
    expect(await recorded()).toMatchObject({ calls: { abandoned: 1 }, inFlight: 0 });
  });

  it('goes on with another reader where the first let it go', async () => {
    const { answer, recorded } = await observe(readable());
    const first = answer.getReader();
    expect(await first.read()).toEqual({ done: false, value: 'Hel' });
    first.releaseLock();
    expect(await readByReader(answer)).toEqual(['lo', '!']);
    expect(await recorded()).toMatchObject(ENDED);
  });

  it('is counted once where its own iterator reads by getReader()', async () => {
    const stream = Object.assign(readable(), {
      async *[Symbol.asyncIterator](this: ReadableStream<string>) {
        yield* await readByReader(this);
      },
    });
    const { answer, recorded } = await observe(stream);
    expect(await iterate(answer)).toEqual(CHUNKS);
    expect(await recorded()).toMatchObject(ENDED);
  });
});
