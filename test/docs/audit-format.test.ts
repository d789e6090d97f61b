import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseVerifierKey, verifyExport } from '../../src/audit/index.ts';

const PAGE = readFileSync('docs/audit-format.md', 'utf8');

describe('the example of an audit export in the guide', () => {
  const [, vkey = ''] = /The public key is `([^`]+)`/.exec(PAGE) ?? [];
  const [, example = ''] = /```json\n([\s\S]+?)```/.exec(PAGE) ?? [];
  const verify = (text: string) => verifyExport(text.split('\n'), { keys: [parseVerifierKey(vkey)] });

  it('is valid', async () => {
    expect(await verify(example)).toMatchObject({ verdict: 'valid', leaves: 2, records: 1, actions: 1 });
  });

  it('is noticed when it changes', async () => {
    expect(await verify(example.replace('Hello', 'Hallo'))).toMatchObject({ verdict: 'changed' });
  });
});
