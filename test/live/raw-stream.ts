import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';

/** A stream as `curl -N` has it. */
export interface RawStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Everything that has come. */
  text(): string;
  /** Frames that have come to their end, without the comments. */
  frames(): readonly { readonly id?: string; readonly event?: string; readonly data: unknown }[];
  /** Resolves when the server has ended it. */
  readonly ended: Promise<unknown>;
  close(): void;
  /** Reads nothing more until it is told to. */
  pause(): void;
  resume(): void;
}

/** Opens a stream, and closes it when the test is over. */
export async function openRawStream(url: string, headers: Record<string, string> = {}): Promise<RawStream> {
  const sent = request(url, { headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => {});
  response.on('error', () => {});
  onTestFinished(() => {
    sent.destroy();
  });
  let text = '';
  response.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  return {
    status: response.statusCode!,
    headers: response.headers,
    text: () => text,
    frames: () =>
      text
        .split('\n\n')
        .slice(0, -1)
        .map(parseFrame)
        .filter(frame => frame !== undefined),
    ended: new Promise(resolve => response.once('close', resolve)),
    close: () => void sent.destroy(),
    pause: () => void response.pause(),
    resume: () => void response.resume(),
  };
}

function parseFrame(text: string) {
  const fields = Object.fromEntries(
    text.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const { data, ...rest } = fields;
  return data === undefined ? undefined : { ...rest, data: JSON.parse(data) as unknown };
}
