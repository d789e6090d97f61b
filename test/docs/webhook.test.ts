import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildSignatureHeaders } from '../../src/integrations/delivery/signature.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { waitUntil } from '../support/wait-until.ts';
import { readPage } from './markdown.ts';

/** The receiver of the page, as somebody would copy it. */
async function startExample(secret: string) {
  const { text } = readPage('docs/webhook.md').fences.find(({ language }) => language === 'js')!;
  const port = await findFreePort();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', text], {
    env: { PATH: process.env['PATH'], PORT: String(port), MONITORING_SIGNING_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed: string[] = [];
  createInterface(child.stdout).on('line', line => printed.push(line));
  const post = async (body: string, headers: Readonly<Record<string, string>> = {}) =>
    (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers })).status;
  await waitUntil(async () => expect(await post('').catch(() => undefined)).toBe(401));
  return { post, printed };
}

describe('the receiver of the guide to the webhook', () => {
  test.each(['a secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])(
    'takes what was signed with %j, and nothing else',
    async secret => {
      const { post, printed } = await startExample(secret);
      const nowSeconds = Math.floor(Date.now() / 1000);
      const body = '{"event":{"type":"chat","data":"é"}}';
      const sign = (key: string, timestampSeconds: number) => ({
        ...buildSignatureHeaders(key, { id: 'msg_1', timestampSeconds, body }),
      });
      const right = sign(secret, nowSeconds);
      expect(await post(body.replace('é', 'e'), right)).toBe(401);
      expect(await post(body, sign('another', nowSeconds))).toBe(401);
      expect(await post(body, sign(secret, nowSeconds - 400))).toBe(401);
      expect(await post(body, { ...right, 'webhook-id': 'msg_2' })).toBe(401);
      expect(await post(body, right)).toBe(204);
      await waitUntil(() => expect(printed).toEqual(['msg_1 chat']));
    },
  );
});
