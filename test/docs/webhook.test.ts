import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildSignatureHeaders } from '../../src/integrations/delivery/signature.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

type IsFromAiwatch = (headers: Readonly<Record<string, string>>, body: string, secret: string) => boolean;

/** The code of the page, as a receiver would copy it. */
async function loadExample(): Promise<IsFromAiwatch> {
  const page = await readFile('docs/webhook.md', 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)![1]!;
  const path = join(await createTemporaryFolder(), 'verify.mjs');
  await writeFile(path, code);
  const loaded = (await import(pathToFileURL(path).href)) as { isFromAiwatch: IsFromAiwatch };
  return loaded.isFromAiwatch;
}

describe('the code that verifies a webhook', () => {
  test.each(['a secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])(
    'takes what was signed with %j, and nothing else',
    async secret => {
      const isFromAiwatch = await loadExample();
      const timestampSeconds = Math.floor(Date.now() / 1000);
      const body = '{"event":"é"}';
      const sign = (seconds: number) => ({
        ...buildSignatureHeaders(secret, { id: 'msg_1', timestampSeconds: seconds, body }),
      });
      expect(isFromAiwatch(sign(timestampSeconds), body, secret)).toBe(true);
      expect(isFromAiwatch(sign(timestampSeconds), '{"event":"e"}', secret)).toBe(false);
      expect(isFromAiwatch(sign(timestampSeconds), body, 'another')).toBe(false);
      expect(isFromAiwatch(sign(timestampSeconds - 400), body, secret)).toBe(false);
      expect(isFromAiwatch({ ...sign(timestampSeconds), 'webhook-id': 'msg_2' }, body, secret)).toBe(false);
      expect(isFromAiwatch({}, body, secret)).toBe(false);
    },
  );
});
