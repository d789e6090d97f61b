/** Users that the events are of, at random. */
const USERS = 5000;
const TOOLS = ['read_file', 'edit_file', 'run_tests', 'web_search', 'shell'];
const MODELS = ['gemini-2.0-flash-exp', 'gpt-5-mini', 'claude-sonnet-4'];
const SENTENCES = [
  'Please look at the failing test of the parser and explain why the second case does not hold.',
  'The function now keeps the order of its input; the change is in the loop that merges both lists.',
  'Can the timeout be an option of the client, with the default that it has today?',
];

/** What an application sends of one activity. */
export interface SampleEvent {
  readonly sessionId: string;
  readonly userId: string;
  readonly type: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event as an application sends it, in about 400 bytes of JSON: half of them chats, three of ten tool runs. */
export function sampleEvent(n: number): SampleEvent {
  const user = Math.floor(Math.random() * USERS);
  const common = { sessionId: `session_${user}_${n % 3}`, userId: `user_${user}` };
  const kind = n % 10;
  if (kind < 5) return { ...common, type: 'chat', event: 'message', data: chatData(n) };
  if (kind < 8) return { ...common, type: 'tool', event: 'execution', data: toolData(n) };
  if (kind === 8) return { ...common, type: 'request', event: 'completed', data: requestData(n) };
  return { ...common, type: 'session', event: n % 20 === 9 ? 'created' : 'ended', data: sessionData(n) };
}

function chatData(n: number): SampleEvent['data'] {
  return {
    userMessage: SENTENCES[n % 3],
    assistantResponse: SENTENCES[(n + 1) % 3],
    tokensUsed: 200 + (n % 900),
    model: MODELS[n % 3],
    duration: 400 + (n % 3000),
  };
}

function toolData(n: number): SampleEvent['data'] {
  return {
    toolName: TOOLS[n % 5],
    args: { path: `src/module-${n % 400}/index.ts`, question: SENTENCES[n % 3], limit: n % 50 },
    output: SENTENCES[(n + 1) % 3],
    result: n % 30 === 5 ? 'error' : 'success',
    executionTime: 5 + (n % 800),
  };
}

function requestData(n: number): SampleEvent['data'] {
  return {
    method: 'POST',
    path: `/api/chat/${n % 12}`,
    statusCode: n % 40 === 8 ? 500 : 200,
    processTime: 0.01 + (n % 100) / 1000,
    clientIp: '192.0.2.1',
    note: `${SENTENCES[n % 3]} ${SENTENCES[(n + 1) % 3]}`,
  };
}

function sessionData(n: number): SampleEvent['data'] {
  return { config: { model: MODELS[n % 3], note: SENTENCES.join(' ') }, duration: 60_000 + n };
}
