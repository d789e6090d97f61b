import { pickOne, type Random } from '../model-server/random.ts';

/** A prompt as a user types it, and the model it goes to. */
export interface Prompt {
  readonly message: string;
  /** Absent: the assistant's default. */
  readonly model?: string;
}

const QUESTIONS: readonly string[] = [
  'Write a retry function with exponential backoff.',
  'Show me a small LRU cache in TypeScript, with code.',
  'Why does my queue grow although the workers are idle?',
  'Write a Python script that counts the rows of a CSV file by country.',
  'Write the SQL query for the twenty best customers of the last month.',
  'What should an error message say?',
  'Implement debounce so that the search box stops to hammer the server.',
  'How do I find out which request is slow?',
  'Write a bash script that makes a backup of this folder.',
];
const TASKS: readonly string[] = [
  'Create src/retry.ts with a retry function.',
  'Create src/cache.ts with an LRU cache, then read src/cache.ts again.',
  'Add a readme: write README.md with notes on how to run the program.',
  'Create scripts/report.py that counts the rows of a CSV file.',
  'List the files of the project.',
  'Read src/retry.ts and explain it.',
  'Update src/retry.ts so that it gives up after ten attempts.',
  'Create src/old.ts with an example, I will need it later.',
  'Delete src/old.ts, nobody needs it any more.',
];
// The default model answers half of the prompts, the others share the rest.
const MODELS: readonly (string | undefined)[] = [
  undefined,
  undefined,
  undefined,
  'small-coder',
  'gpt-4.1',
  'reasoning-coder',
];

/** A question, or a task that makes the assistant use its tools. */
export function pickPrompt(random: Random): Prompt {
  const message = pickOne(random, random() < 0.5 ? QUESTIONS : TASKS);
  const model = pickOne(random, MODELS);
  return model === undefined ? { message } : { message, model };
}

/** A question that costs little: short, without tools, to the fastest model. */
export function pickCheapPrompt(random: Random): Prompt {
  return { message: pickOne(random, QUESTIONS), model: 'small-coder' };
}

/** A prompt that the model must refuse: it is longer than the context of the model, or the model does not exist. */
export function pickFailingPrompt(random: Random): Prompt {
  return random() < 0.5
    ? { message: `Summarise this log. ${'GET /orders 200 12ms '.repeat(2_000)}`, model: 'small-coder' }
    : { message: pickOne(random, QUESTIONS), model: 'retired-coder' };
}
