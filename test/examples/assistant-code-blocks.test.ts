import { expect, test } from 'vitest';
import { findCodeBlocks } from '../../examples/assistant/code-blocks.ts';

test('each fenced block counts once, under the full name of its language', () => {
  const text =
    'Here:\n```ts\nconst a = 1;\n```\nand\n  ```Python title="x"\nprint(1)\n  ```\n```\nplain\n```';
  expect(findCodeBlocks(text)).toEqual([
    { language: 'typescript', isComplete: true },
    { language: 'python', isComplete: true },
    { language: 'text', isComplete: true },
  ]);
});

test('a language that is not known becomes one that is', () => {
  expect(findCodeBlocks('```klingon-7\nx\n```')).toEqual([{ language: 'other', isComplete: true }]);
});

test('a block that was cut off is not complete', () => {
  expect(findCodeBlocks('```sql\nSELECT')).toEqual([{ language: 'sql', isComplete: false }]);
  expect(findCodeBlocks('no code, only `ticks`')).toEqual([]);
});
