import { describe, expect, it } from 'vitest';
import { generateAuditKey, parseAuditKey, parseVerifierKey } from '../../src/audit/index.ts';

/** The key pair that Go's note package tests with. */
const VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SKEY = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';

describe('a key of the audit log', () => {
  it('is the same as in other implementations of signed notes', () => {
    expect(parseVerifierKey(VKEY)).toMatchObject({ name: 'PeterNeumann', id: 'c74f20a3', vkey: VKEY });
    expect(parseAuditKey(`${SKEY}\n`)).toMatchObject({ vkey: VKEY, skey: SKEY });
    const withPlus = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
    expect(parseVerifierKey(withPlus)).toMatchObject({ name: 'example.com/foo', vkey: withPlus });
  });

  it('is made anew each time, and read back as it was', () => {
    const [key, other] = [
      generateAuditKey('aiwatch.example/audit'),
      generateAuditKey('aiwatch.example/audit'),
    ];
    expect(key.vkey).toMatch(/^aiwatch\.example\/audit\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
    expect(key.vkey).not.toBe(other.vkey);
    expect(parseAuditKey(key.skey)).toMatchObject({ vkey: key.vkey, skey: key.skey });
  });

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\n'])('has no name like %j', name => {
    expect(() => generateAuditKey(name)).toThrow('[AUDIT_KEY_INVALID]');
  });

  it.each([
    ['another text', 'key'],
    ['the id of another key', VKEY.replace('c74f20a3', 'c74f20a4')],
    ['another name', VKEY.replace('Peter', 'Paul')],
    ['another type of key', VKEY.replace('+ARpc', '+Ahpc')],
    ['too few bytes', VKEY.slice(0, -4)],
    ['base64 that no encoder writes', `${VKEY}=`],
  ])('is refused with %s', (_what, text) => {
    expect(() => parseVerifierKey(text)).toThrow('[AUDIT_KEY_INVALID]');
  });

  it('is never shown in an error when it is secret', () => {
    for (const text of [SKEY.slice(0, -4), SKEY.replace('c74f20a3', 'c74f20a4'), SKEY.slice(8)]) {
      expect(() => parseAuditKey(text)).toThrow('[AUDIT_KEY_INVALID]');
      expect(() => parseAuditKey(text)).not.toThrow(/AYEKFALV/);
    }
    expect(() => parseVerifierKey(SKEY)).not.toThrow(/AYEKFALV/);
  });
});
