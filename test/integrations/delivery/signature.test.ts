import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildSignatureHeaders } from '../../../src/integrations/delivery/signature.ts';
import { type ReceivedHeaders, verifyWebhook } from '../../../src/integrations/index.ts';

const secret = 'a secret that both sides know';
const content = { id: 'msg_1', timestampSeconds: 1_700_000_000, body: '{"event":"é"}' };
const headers: ReceivedHeaders = { ...buildSignatureHeaders(secret, content) };
const nowMs = content.timestampSeconds * 1000;
const verify = (changes: Partial<Record<string, string>> = {}, body = content.body, at = nowMs) =>
  verifyWebhook(secret, { ...headers, ...changes }, body, { nowMs: at });

describe('the signature of a webhook', () => {
  test('is HMAC-SHA256 over id, time and body, as Standard Webhooks has it', () => {
    const mac = createHmac('sha256', secret).update(`msg_1.1700000000.${content.body}`).digest('base64');
    expect(headers).toEqual({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1700000000',
      'webhook-signature': `v1,${mac}`,
    });
  });

  test('of the example of Standard Webhooks is the one that is printed there', () => {
    const example = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
    };
    const signed = buildSignatureHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', example);
    expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('is found right where nothing was changed, within five minutes', () => {
    expect(verify()).toBe(true);
    expect(verify({}, content.body, nowMs + 300_000)).toBe(true);
    expect(verify({ 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` })).toBe(true);
  });

  test.each([
    ['another body', verify({}, '{"event":"e"}')],
    ['another id', verify({ 'webhook-id': 'msg_2' })],
    ['another time', verify({ 'webhook-timestamp': '1700000001' })],
    ['no time', verify({ 'webhook-timestamp': 'soon' })],
    ['a delivery of long ago', verify({}, content.body, nowMs + 301_000)],
    [
      'another version',
      verify({ 'webhook-signature': String(headers['webhook-signature']).replace('v1', 'v2') }),
    ],
    ['no signature', verifyWebhook(secret, {}, content.body, { nowMs })],
    ['another secret', verifyWebhook('another', headers, content.body, { nowMs })],
  ])('is refused for %s', (_what, isRight) => {
    expect(isRight).toBe(false);
  });
});
