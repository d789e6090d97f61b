import { AiwatchError } from '../../errors.ts';
import { ROW_ID_LENGTH } from '../../events/index.ts';
import type { Destination } from './delivery.ts';

export interface ServerDestinationOptions {
  /** The aiwatch server, e.g. `http://localhost:4000`. */
  readonly url: string;
  /** Of role `service`. */
  readonly token: string | undefined;
  /** Told of events that the server refused for good; they are not sent again. */
  readonly onRefused: (count: number, example: string) => void;
}

/** As much of the server's answer as is used. */
interface Answer {
  readonly accepted: number;
  readonly dropped: number;
  readonly refused: number;
  readonly results?: readonly { readonly error?: string }[];
}

const TIMEOUT_MS = 30_000;

/** Delivers events of an application to an aiwatch server, which knows those that it has by their ids. */
export function createServerDestination({ url, token, onRefused }: ServerDestinationOptions): Destination {
  const address = new URL('api/v1/events', url.endsWith('/') ? url : `${url}/`);
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return {
    deliver: async records => {
      const body = records.map(textOf).join('\n');
      const response = await fetch(address, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw await describeRefusal(address, response);
      const { accepted, dropped, refused, results } = (await response.json()) as Answer;
      if (refused > 0) onRefused(refused, results?.find(({ error }) => error !== undefined)?.error ?? '');
      return { stored: accepted, duplicates: dropped, deadLetters: refused };
    },
    close: async () => {},
  };
}

function textOf(record: Uint8Array): string {
  return Buffer.from(
    record.buffer,
    record.byteOffset + ROW_ID_LENGTH,
    record.byteLength - ROW_ID_LENGTH,
  ).toString();
}

async function describeRefusal(address: URL, response: Response): Promise<AiwatchError> {
  const { error = '' } = (await response.json().catch(() => ({}))) as { error?: string };
  return new AiwatchError('EVENTS_NOT_DELIVERED', {
    where: `POST ${address.origin}${address.pathname}`,
    found: `status ${response.status} ${error}`.trimEnd(),
  });
}
