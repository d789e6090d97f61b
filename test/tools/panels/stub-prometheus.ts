import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A series of the stub: labels, and its value at a time in seconds. */
interface StubSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly valueAt: (seconds: number) => number | string;
}

export interface StubAnswers {
  /** Answer to a query by its exact expression; others have no series. */
  readonly series?: Readonly<Record<string, readonly StubSeries[]>>;
  /** Prometheus' error message by expression. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Values by label. */
  readonly labelValues?: Readonly<Record<string, readonly string[]>>;
}

export interface StubPrometheus {
  readonly url: string;
  /** Every request: path, and parameters of its query string and body. */
  readonly requests: readonly { readonly path: string; readonly parameters: URLSearchParams }[];
  close(): Promise<void>;
}

type Answer = { readonly code: number; readonly body: unknown };

function success(data: unknown): Answer {
  return { code: 200, body: { status: 'success', data } };
}

function answerQuery(path: string, parameters: URLSearchParams, answers: StubAnswers): Answer {
  const expr = parameters.get('query') ?? '';
  const error = answers.errors?.[expr];
  if (error) return { code: 400, body: { status: 'error', errorType: 'bad_data', error } };
  const found = answers.series?.[expr] ?? [];
  if (path.endsWith('/query')) {
    const at = Number(parameters.get('time'));
    const result = found.map(({ labels, valueAt }) => ({ metric: labels, value: [at, String(valueAt(at))] }));
    return success({ resultType: 'vector', result });
  }
  const [start, end, step] = ['start', 'end', 'step'].map(name => Number(parameters.get(name)));
  const times: number[] = [];
  for (let at = start ?? 0; at <= (end ?? 0); at += step ?? 1) times.push(at);
  const result = found.map(({ labels, valueAt }) => ({
    metric: labels,
    values: times.map(at => [at, String(valueAt(at))]),
  }));
  return success({ resultType: 'matrix', result });
}

async function readParameters(request: IncomingMessage, url: URL): Promise<URLSearchParams> {
  return new URLSearchParams(`${url.search.slice(1)}&${await text(request)}`);
}

/** Starts a server on a free port that answers like Prometheus' HTTP API. */
export async function createStubPrometheus(answers: StubAnswers): Promise<StubPrometheus> {
  const requests: { path: string; parameters: URLSearchParams }[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const parameters = await readParameters(request, url);
    requests.push({ path: url.pathname, parameters });
    const label = /\/label\/(.+)\/values$/.exec(url.pathname)?.[1];
    const { code, body } = label
      ? success(answers.labelValues?.[label] ?? [])
      : answerQuery(url.pathname, parameters, answers);
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}
