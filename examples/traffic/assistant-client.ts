/** Thrown when the assistant gives no answer: it is away, or it closed the connection. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** A plain answer. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** A streamed answer to a prompt, and how it ended. */
export interface ChatReply {
  readonly status: number;
  /** `done` and `error` are what the assistant said; `cut` is an end without a word; `left` is our own doing. */
  readonly end: 'done' | 'error' | 'cut' | 'left' | 'refused';
}

/** What one request sends beside its method and path. */
interface CallOptions {
  readonly json?: unknown;
  readonly text?: string;
  /** Instead of the client's own session. */
  readonly sessionId?: string;
}

/** Talks to the assistant as one user in one session. */
export interface AssistantClient {
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** Sends a prompt and reads the stream; leaves after `leaveAfterDeltas` pieces of text when that is given. */
  chat(body: Readonly<Record<string, unknown>>, leaveAfterDeltas?: number): Promise<ChatReply>;
}

/** Who talks to which assistant. */
export interface ClientOptions {
  readonly target: string;
  readonly userId: string;
  readonly sessionId?: string;
  /** Ends every request when aborted; the request then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long one request may take, its whole answer included; 120,000 ms by default, longer than any model needs. */
  readonly timeoutMs?: number;
  readonly onResponse: (status: number) => void;
}

/** A client for one session; without `sessionId` only what needs no session works. */
export function buildAssistantClient(options: ClientOptions): AssistantClient {
  return {
    call: (method, path, sent = {}) =>
      withLimit(options, async limit => {
        const response = await request(options, method, path, sent, limit);
        return { status: response.status, text: await response.text() };
      }),
    chat: (body, leaveAfterDeltas) =>
      withLimit(options, async limit => {
        const sent = { json: { ...body, stream: true } };
        const response = await request(options, 'POST', '/api/chat', sent, limit);
        if (response.status !== 200 || response.body === null) {
          await response.text();
          return { status: response.status, end: 'refused' };
        }
        const end = await readEvents(response.body, leaveAfterDeltas ?? Number.POSITIVE_INFINITY);
        // A read that the stop cut off is not the assistant's doing.
        options.signal?.throwIfAborted();
        return { status: 200, end };
      }),
  };
}

/** Runs a request that ends with the client's signal or after its time limit; what the network throws becomes an UnreachableError. */
async function withLimit<T>(
  { signal, timeoutMs = 120_000 }: ClientOptions,
  run: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const limit = new AbortController();
  const onStop = () => limit.abort();
  signal?.addEventListener('abort', onStop, { once: true });
  const timer = setTimeout(() => limit.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await run(limit.signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw new UnreachableError(describe(error), { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onStop);
  }
}

async function request(
  { target, userId, sessionId, onResponse }: ClientOptions,
  method: string,
  path: string,
  sent: CallOptions,
  signal: AbortSignal,
): Promise<Response> {
  const session = sent.sessionId ?? sessionId;
  const type = sent.json === undefined ? 'text/plain' : 'application/json';
  const body = sent.json === undefined ? sent.text : JSON.stringify(sent.json);
  const response = await fetch(target + path, {
    method,
    headers: {
      'x-user-id': userId,
      ...(session !== undefined && { 'x-session-id': session }),
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
    signal,
  });
  onResponse(response.status);
  return response;
}

/** Reads the frames of a chat; a frame is a line `data: {…}`. Leaving early closes the connection. */
async function readEvents(
  body: ReadableStream<Uint8Array>,
  leaveAfterDeltas: number,
): Promise<ChatReply['end']> {
  const decoder = new TextDecoder();
  let rest = '';
  let deltas = 0;
  let end: ChatReply['end'] = 'cut';
  try {
    for await (const bytes of body) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const type of lines.map(readFrameType)) {
        deltas += type === 'delta' ? 1 : 0;
        end = type === 'done' || type === 'error' ? type : end;
      }
      if (end === 'cut' && deltas >= leaveAfterDeltas) {
        return 'left';
      }
    }
  } catch {
    return 'cut';
  }
  return end;
}

function readFrameType(line: string): string | undefined {
  return /^data: ?\{.{0,20}?"type":\s*"(delta|tool|done|error)"/.exec(line)?.[1];
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error ? error.cause.message : error.message;
}
