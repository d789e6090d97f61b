import type { ChatMessage, ChatRequest, ToolCall } from './chat-request.ts';
import { CODE_SAMPLES, type CodeSample } from './code-samples.ts';
import { type Instruction, parseInstructions } from './instructions.ts';
import type { Model } from './models.ts';
import { pickInteger, pickOne, type Random } from './random.ts';

/** What a model decided to say: a text, or calls of tools. */
export interface Answer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** Tokens spent on thinking, of which the client sees the number only. */
  readonly reasoningTokens: number;
}

const CODE_WORDS = /\b(?:code|function|write|implement|class|example|snippet|script|query|test|refactor)\b/i;
const LANGUAGE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:python|pandas|csv)\b/i, 'python'],
  [/\b(?:sql|postgres|postgresql)\b/i, 'sql'],
  [/\b(?:bash|shell)\b/i, 'bash'],
];
const EXPLANATIONS: readonly string[] = [
  'The usual cause is state that two callers share. Pass it in as an argument instead of keeping it at module level, and the order of calls stops to matter.',
  'Measure before you change anything: record how long each step takes, look at the slowest tenth rather than at the average, and only then decide what to make faster.',
  'Keep the boundary narrow. One function that checks the input and turns it into a type of your own saves a dozen checks further in.',
  'An error should say what was expected, what was found, and where. Catch it where something can be done about it and nowhere else.',
  'Write the test that fails first. It tells you when you are done, and it stays behind to tell the next person that it still holds.',
  'A queue needs a bound. Decide what happens when it is full, whether you refuse, drop or wait, and count how often it happens.',
];

/** Decides what `model` answers. The same request and the same state of `random` give the same answer. */
export function composeAnswer(request: ChatRequest, model: Model, random: Random): Answer {
  // OpenAI counts reasoning in steps of 64 tokens.
  const reasoningTokens = model.reasoning ? 64 * pickInteger(random, 1, 6) : 0;
  const toolCalls = decideToolCalls(request, random);
  const text = toolCalls.length > 0 ? '' : composeText(request.messages, random);
  return { text, toolCalls, reasoningTokens };
}

function decideToolCalls(request: ChatRequest, random: Random): ToolCall[] {
  const { toolChoice, toolNames } = request;
  const last = request.messages.at(-1);
  if ('name' in toolChoice) {
    return [buildToolCall({ name: toolChoice.name }, last?.text ?? '', random)];
  }
  // A result in last place means that the tools have done their work and the user waits for words.
  if (toolChoice.mode === 'none' || toolNames.length === 0 || last === undefined || last.role === 'tool') {
    return [];
  }
  const wanted = parseInstructions(last.text)
    .filter(instruction => toolNames.includes(instruction.tool))
    .map(({ tool, ...rest }) => ({ name: tool, ...rest }));
  if (wanted.length === 0 && toolChoice.mode === 'required') {
    wanted.push({ name: pickOne(random, toolNames) as Instruction['tool'] });
  }
  return wanted.map(call => buildToolCall(call, last.text, random));
}

function buildToolCall(call: { name: string; path?: string }, prompt: string, random: Random): ToolCall {
  const path = call.path === undefined ? {} : { path: call.path };
  const content = call.name === 'write_file' ? { content: composeFile(call.path ?? '', prompt, random) } : {};
  const id = `call_${pickInteger(random, 0, 2 ** 48)
    .toString(36)
    .padStart(10, '0')}`;
  return { id, name: call.name, arguments: JSON.stringify({ ...path, ...content }) };
}

function composeFile(path: string, prompt: string, random: Random): string {
  const extension = path.split('.').at(-1) ?? '';
  if (extension === 'json') {
    return `${JSON.stringify({ name: 'orders-report', version: '1.0.0', type: 'module' }, null, 2)}\n`;
  }
  const known = CODE_SAMPLES.filter(sample => sample.extensions.includes(extension));
  return chooseSample(known.length > 0 ? known : CODE_SAMPLES, `${path} ${prompt}`, random).code;
}

function chooseSample(samples: readonly CodeSample[], text: string, random: Random): CodeSample {
  const lower = text.toLowerCase();
  return (
    samples.find(sample => sample.topics.some(topic => lower.includes(topic))) ?? pickOne(random, samples)
  );
}

function composeText(messages: readonly ChatMessage[], random: Random): string {
  if (messages.at(-1)?.role === 'tool') {
    return composeToolReport(messages, random);
  }
  const prompt = messages.findLast(message => message.role === 'user')?.text ?? '';
  return CODE_WORDS.test(prompt) ? composeCodeAnswer(prompt, random) : composeExplanation(random);
}

function composeCodeAnswer(prompt: string, random: Random): string {
  const language = LANGUAGE_WORDS.find(([words]) => words.test(prompt))?.[1] ?? 'typescript';
  const samples = CODE_SAMPLES.filter(sample => sample.language === language);
  const { code } = chooseSample(samples, prompt, random);
  const opening = pickOne(random, [
    'Here is a version that',
    'This is how I would write it; it',
    'The code below',
  ]);
  const closing = pickOne(random, EXPLANATIONS);
  return `${opening} keeps to the standard library:\n\n\`\`\`${language}\n${code}\`\`\`\n\n${closing}`;
}

function composeExplanation(random: Random): string {
  const first = pickInteger(random, 0, EXPLANATIONS.length - 1);
  const count = pickInteger(random, 1, 3);
  return Array.from(
    { length: count },
    (_, index) => EXPLANATIONS[(first + index) % EXPLANATIONS.length],
  ).join('\n\n');
}

/** Puts into words what the tools returned since the last message that was not a result. */
function composeToolReport(messages: readonly ChatMessage[], random: Random): string {
  const start = messages.findLastIndex(message => message.role !== 'tool') + 1;
  const calls = new Map(messages.flatMap(message => message.toolCalls).map(call => [call.id, call]));
  const lines = messages.slice(start).map(result => {
    const call = calls.get(result.toolCallId ?? '');
    const failed = /^\W{0,3}(?:error\b|not found|ENOENT)/i.test(result.text);
    const name = (call?.name ?? 'tool').replace('_', ' ');
    const detail = `${result.text.length} characters returned`;
    return `- ${name}${describePath(call)}: ${failed ? 'this did not work, please check the path' : detail}`;
  });
  return `Done. What I did:\n\n${lines.join('\n')}\n\n${pickOne(random, EXPLANATIONS)}`;
}

function describePath(call: ToolCall | undefined): string {
  const path = /"path":"([^"]{1,200})"/.exec(call?.arguments ?? '')?.[1];
  return path === undefined ? '' : ` \`${path}\``;
}
