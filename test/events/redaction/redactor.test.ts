import { describe, expect, test } from 'vitest';
import {
  type ActivityEvent,
  createRedactor,
  createUserAliases,
  type PrivacyConfig,
} from '../../../src/events/index.ts';
import { LOOK_ALIKES, PLAIN_NAMES, SECRET_NAMES } from './corpus/look-alikes.ts';
import { IN_CONTEXT, TOKENS } from './corpus/secrets.ts';

const PRIVACY: PrivacyConfig = {
  captureLevel: 'redacted',
  personalData: 'mask',
  hashKey: 'key of the tests',
  fileContents: false,
  anonymizeUsers: false,
};

function eventOf(data: Record<string, unknown>, more: Partial<ActivityEvent> = {}): ActivityEvent {
  return {
    id: 'event_1',
    sessionId: 'session_1',
    userId: 'user_1',
    type: 'custom',
    event: 'custom',
    data,
    timestamp: '2024-01-01T12:00:00.000Z',
    source: { application: 'a', environment: 'test', instance: 'i' },
    ...more,
  };
}

const redactData = (data: Record<string, unknown>, privacy: Partial<PrivacyConfig> = {}, type = 'custom') =>
  createRedactor({ ...PRIVACY, ...privacy })(eventOf(data, { type })).event.data;
const redactText = (text: string, privacy: Partial<PrivacyConfig> = {}) =>
  redactData({ text }, privacy)['text'];

describe('secrets', () => {
  test.each(TOKENS.map(({ name, text }) => [name, text] as const))(
    '%s is removed wherever it stands',
    (_, secret) => {
      for (const text of [
        secret,
        `see ${secret} there`,
        `"${secret}"`,
        `x=${secret};`,
        `(${secret})`,
        `${secret}\nmore`,
      ]) {
        const result = redactText(text, { captureLevel: 'full' });
        expect(result).toMatch(/\[redacted:[\w-]+\]/);
        expect(result).not.toContain(secret.slice(-12));
      }
    },
  );

  test.each(IN_CONTEXT.map(({ name, text, secret }) => [name, text, secret] as const))(
    '%s',
    (_, text, secret) => {
      const result = redactText(text, { captureLevel: 'full' }) as string;
      expect(result).toMatch(/\[redacted:[\w-]+\]/);
      expect(result).not.toContain(secret);
      expect(result.startsWith(text.slice(0, 4)) || text.startsWith('-----')).toBe(true);
    },
  );

  test.each(LOOK_ALIKES)('%s stays', (_, text) => {
    expect(redactText(text)).toBe(text);
  });

  test.each(SECRET_NAMES)('the whole value of %s is removed', name => {
    for (const value of ['x', 12345, { a: 'b' }, ['c']])
      expect(redactData({ [name]: value })[name]).toBe('[redacted:secret-field]');
    for (const value of [true, null, '']) expect(redactData({ [name]: value })[name]).toBe(value);
  });

  test.each(PLAIN_NAMES)('the value of %s stays', name => {
    expect(redactData({ [name]: 12 })[name]).toBe(12);
    expect(redactData({ [name]: 'x y' })[name]).toBe('x y');
  });

  test('are known by the name beside them: in pairs, headers in a list, arguments of a command', () => {
    expect(
      redactData({
        list: [
          { name: 'password', value: 'tiger' },
          { name: 'size', value: 'big' },
        ],
      }),
    ).toEqual({
      list: [
        { name: 'password', value: '[redacted:secret-field]' },
        { name: 'size', value: 'big' },
      ],
    });
    expect(redactData({ argv: ['run', '--password', 'tiger', '--fast'] })).toEqual({
      argv: ['run', '--password', '[redacted:secret-field]', '--fast'],
    });
    expect(redactData({ raw: ['Accept', '*/*', 'X-API-Key', 'abc'] })).toEqual({
      raw: ['Accept', '*/*', 'X-API-Key', '[redacted:secret-field]'],
    });
  });

  test('are counted by kind', () => {
    const { redactions } = createRedactor(PRIVACY)(
      eventOf({ a: TOKENS[0]!.text, b: `x ${TOKENS[0]!.text}`, password: 'x' }),
    );
    expect(redactions).toEqual({ 'anthropic-key': 2, 'secret-field': 1 });
  });

  test('are removed from ids, which stay different, from names of fields and from the source', () => {
    const [one, other] = [TOKENS[14]!.text, TOKENS[0]!.text];
    const redact = createRedactor(PRIVACY);
    const of = (id: string) =>
      redact(eventOf({ [one]: 1 }, { id, source: { application: 'a', environment: 'e', instance: other } }))
        .event;
    expect(of(`a-${one}`).id).toMatch(/^\[redacted:github-token\]-[0-9a-f]{16}$/);
    expect(of(`a-${one}`).id).toBe(of(`a-${one}`).id);
    expect(of(`a-${one}`).id).not.toBe(of(`b-${one}`).id);
    expect(of('x').data).toEqual({ '[redacted:github-token]': 1 });
    expect(of('x').source.instance).toBe('[redacted:anthropic-key]');
  });

  test('in fields with names of the language itself are removed, and nothing is changed there', () => {
    const data = JSON.parse(`{"__proto__":{"password":"x"},"constructor":"${TOKENS[0]!.text}"}`) as Record<
      string,
      unknown
    >;
    expect(JSON.stringify(redactData(data))).toBe(
      '{"__proto__":{"password":"[redacted:secret-field]"},"constructor":"[redacted:anthropic-key]"}',
    );
    expect(({} as Record<string, unknown>)['password']).toBeUndefined();
  });
});

describe('personal data', () => {
  const PERSONAL = [
    ['email', 'write to jane.doe+x@mail.example.org now', 'jane.doe+x@mail.example.org'],
    ['card', 'card 4111 1111 1111 1111, please', '4111 1111 1111 1111'],
    ['iban', 'pay to DE89 3704 0044 0532 0130 00.', 'DE89 3704 0044 0532 0130 00'],
    ['phone', 'call +49 170 1234567 tonight', '+49 170 1234567'],
    ['phone', 'call (555) 123-4567 tonight', '(555) 123-4567'],
    ['ssn', 'it is 123-45-6789, I think', '123-45-6789'],
    ['ip', 'from 203.0.113.77: refused', '203.0.113.77'],
    ['ip', 'from 2001:db8::ff00:42:8329 again', '2001:db8::ff00:42:8329'],
  ] as const;

  test.each(PERSONAL)('%s in texts is masked, hashed, or kept: %s', (kind, text, found) => {
    expect(redactText(text)).toBe(text.replace(found, `[redacted:${kind}]`));
    const hashed = redactText(text, { personalData: 'hash' }) as string;
    expect(hashed).toMatch(new RegExp(`\\[hashed:${kind}:[0-9a-f]{16}\\]`));
    expect(hashed).toBe(redactText(text, { personalData: 'hash' }));
    expect(hashed).not.toBe(redactText(text, { personalData: 'hash', hashKey: 'other' }));
    expect(redactText(text, { personalData: 'keep' })).toBe(text);
    expect(redactText(text, { captureLevel: 'full' })).toBe(text);
  });

  test('an address of a client keeps its network, a name its first letter', () => {
    expect(redactData({ clientIp: '203.0.113.77' }, {}, 'request')).toEqual({ clientIp: '203.0.113.0' });
    expect(redactData({ clientIp: '2001:db8:1:2::3' }, {}, 'request')).toEqual({ clientIp: '2001:db8:1::' });
    expect(redactData({ clientIp: '127.0.0.1' }, {}, 'request')).toEqual({ clientIp: '127.0.0.0' });
    expect(redactData({ userName: 'Jane Doe' }, {}, 'message')).toEqual({ userName: 'J…' });
    expect(redactData({ userName: 'Jane' }, { personalData: 'keep' }, 'message')).toEqual({
      userName: 'Jane',
    });
    expect(redactData({ userName: 'Jane' }, { personalData: 'hash' }, 'message')['userName']).toMatch(
      /^\[hashed:userName:[0-9a-f]{16}\]$/,
    );
  });

  test('users become hashes that are the same each time, when they are to be nobody', () => {
    const redact = createRedactor({ ...PRIVACY, anonymizeUsers: true });
    const { userId, data } = redact(eventOf({ userName: 'Jane' }, { userId: 'jane', type: 'message' })).event;
    expect(userId).toMatch(/^anon-[0-9a-f]{16}$/);
    expect(data['userName']).toMatch(/^anon-[0-9a-f]{16}$/);
    expect(redact(eventOf({}, { userId: 'jane' })).event.userId).toBe(userId);
  });
});

describe('what was redacted before, as of an application whose server redacts again,', () => {
  const MODES: readonly Partial<PrivacyConfig>[] = [
    { anonymizeUsers: true },
    { personalData: 'hash' },
    { personalData: 'hash', anonymizeUsers: true },
    { personalData: 'mask' },
    { captureLevel: 'metadata', personalData: 'hash' },
  ];

  test.each(MODES)('stays as it is: %o', mode => {
    const redact = createRedactor({ ...PRIVACY, ...mode });
    const data = { userName: 'Jane Doe', clientIp: '203.0.113.77', text: 'to jane@example.org' };
    for (const type of ['message', 'request']) {
      const once = redact(eventOf(data, { type, userId: 'jane' })).event;
      expect(once).not.toEqual(eventOf(data, { type, userId: 'jane' }));
      expect(redact(once).event).toEqual(once);
    }
  });

  test('is told from ids and names that only look alike', () => {
    const redact = createRedactor({ ...PRIVACY, anonymizeUsers: true, personalData: 'hash' });
    const hash = '0123456789abcdef';
    for (const userId of [`anon-${hash}0`, `x-anon-${hash}`, 'anon-jane', `anon-${hash.toUpperCase()}`])
      expect(redact(eventOf({}, { userId })).event.userId).not.toBe(userId);
    for (const clientIp of [`[hashed:clientIp:${hash}] jane`, `[hashed:${hash}]`, `[hashed:jane:${hash}]`])
      expect(redact(eventOf({ clientIp }, { type: 'request' })).event.data['clientIp']).not.toBe(clientIp);
  });

  test('gives a user no other ids', () => {
    const [user, anonymous] = createUserAliases('a key')('jane');
    expect(user).toBe('jane');
    expect(createUserAliases('a key')(anonymous!)).toEqual([anonymous]);
  });
});

describe('capture levels', () => {
  const chat = {
    userMessage: 'What is up?',
    assistantResponse: 'The sky',
    responseLength: 9,
    model: 'm',
    tokensUsed: 3,
  };

  test('metadata leaves out what people and models wrote, and keeps how much it was', () => {
    expect(redactData(chat, { captureLevel: 'metadata' }, 'chat')).toEqual({
      messageLength: 11,
      responseLength: 9,
      model: 'm',
      tokensUsed: 3,
    });
  });

  test('metadata leaves long texts of custom events out, at any depth', () => {
    const long = 'word '.repeat(30);
    expect(
      redactData({ a: long, b: { c: long, d: 'short' }, e: [long] }, { captureLevel: 'metadata' }),
    ).toEqual({
      b: { d: 'short' },
      e: [null],
    });
  });

  test('redacted and full keep what was written', () => {
    expect(redactData(chat, {}, 'chat')).toEqual(chat);
    expect(redactData(chat, { captureLevel: 'full' }, 'chat')).toEqual(chat);
  });
});

describe('contents of files', () => {
  const BODY = 'export const a = 1;\n'.repeat(5);
  const CALLS: readonly [string, Record<string, unknown>, unknown][] = [
    ['Read', { file_path: '/a.ts' }, BODY],
    ['Write', { file_path: '/a.ts', content: BODY }, 'ok'],
    ['Edit', { file_path: '/a.ts', old_string: BODY, new_string: BODY }, null],
    ['MultiEdit', { file_path: '/a.ts', edits: [{ old_string: BODY, new_string: BODY }] }, null],
    ['read_file', { absolute_path: '/a.ts' }, { llmContent: BODY }],
    ['write_file', { file_path: '/a.ts', content: BODY }, null],
    ['replace', { file_path: '/a.ts', old_string: BODY, new_string: BODY }, null],
    ['apply_patch', { input: `*** Begin Patch\n${BODY}*** End Patch` }, null],
    ['shell', { command: ['bash', '-lc', `apply_patch <<'EOF'\n*** Begin Patch\n${BODY}`] }, null],
    ['Bash', { command: `cat > a.ts <<'EOF'\n${BODY}EOF` }, null],
    ['run_shell_command', { command: 'cd src && cat a.ts' }, BODY],
    ['mcp__filesystem__read_text_file', { path: '/a.ts' }, BODY],
  ];

  test.each(CALLS)(
    '%s: they are dropped at every level, and kept when that is switched on',
    (toolName, args, output) => {
      const data = { toolName, args, output };
      for (const captureLevel of ['metadata', 'redacted', 'full'] as const) {
        expect(JSON.stringify(redactData(data, { captureLevel }, 'tool'))).not.toContain('export const');
      }
      expect(JSON.stringify(redactData(data, {}, 'tool'))).toMatch(/\[file content: \d+ characters\]/);
      expect(redactData(data, { fileContents: true }, 'tool')).toEqual(data);
    },
  );

  test('what other tools say stays, and so do the names of files', () => {
    const data = { toolName: 'Bash', args: { command: 'npm test' }, output: 'all passed' };
    expect(redactData(data, {}, 'tool')).toEqual(data);
    expect(redactData({ toolName: 'Read', args: { file_path: '/a.ts' }, output: 'abc' }, {}, 'tool')).toEqual(
      {
        toolName: 'Read',
        args: { file_path: '/a.ts' },
        output: '[file content: 3 characters]',
      },
    );
  });
});
