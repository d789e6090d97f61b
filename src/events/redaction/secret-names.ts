/** Last words of names whose values are secrets, without the signs between their words. */
const SECRET_ENDINGS =
  /(?:password|passwd|passphrase|passcode|passwort|pwd|secret|apikey|secretkey|privatekey|accesskey|encryptionkey|signingkey|masterkey|accountkey|authkey|clientkey|servicekey|sharedkey|storagekey|subscriptionkey|hmackey|accesskeyid|credential|authorization|cookie|connectionstring|privatekeypem)s?$/;
const TOKEN_ENDING = /token$/;
/** Tokens that say where a list goes on, or what a model read, and let nobody in. */
const OTHER_TOKEN =
  /(?:page|cursor|continuation|sync|next|start|stop|end|eos|bos|pad|unk|special|first|last|max|min|per|cost)token$/;
const WHOLE_NAMES = new Set([
  'auth',
  'authheader',
  'token',
  'jwt',
  'cvv',
  'cvc',
  'otp',
  'totp',
  'mfacode',
  'pin',
  'pass',
  'sessionkey',
  'xauthkey',
  'creds',
  'proxyauthorization',
  'setcookie',
  'bearer',
  'sas',
  'sshkey',
  'pgpassword',
]);

/** Whether the value of a field with this name is a secret, whatever it looks like. Written in any of the usual ways. */
export function isSecretName(name: string): boolean {
  if (name.length > 100) return false;
  const plain = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  if (SECRET_ENDINGS.test(plain) || WHOLE_NAMES.has(plain)) return true;
  return TOKEN_ENDING.test(plain) && !OTHER_TOKEN.test(plain);
}
