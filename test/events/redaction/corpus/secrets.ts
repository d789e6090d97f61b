/** Made of nothing: characters of an alphabet in an order that looks like chance, the same each time. */
function made(length: number, alphabet: string, seed = 7): string {
  let text = '';
  let state = seed;
  for (let index = 0; index < length; index++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    text += alphabet[Math.floor(state / 65536) % alphabet.length];
  }
  return text;
}

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base64 = (text: string) => Buffer.from(text).toString('base64url');
const jwt = `${base64('{"alg":"HS256","typ":"JWT"}')}.${base64('{"sub":"1234","name":"A"}')}.${made(43, ALNUM)}`;
const pem = (kind: string) =>
  `-----BEGIN ${kind}-----\n${made(64, ALNUM)}\n${made(64, ALNUM, 9)}\n${made(30, ALNUM, 3)}==\n-----END ${kind}-----`;

/** A form of secret: its name, the text it stands in, and the part of that which nobody may see. */
export interface SecretCase {
  readonly name: string;
  readonly text: string;
  readonly secret: string;
}

/** A token that is known by itself, wherever it stands. */
const token = (name: string, ...parts: string[]): SecretCase => {
  const text = parts.join('');
  return { name, text, secret: text };
};
/** A secret that is known by what stands around it. */
const within = (name: string, before: string, secret: string, after = ''): SecretCase => ({
  name,
  text: before + secret + after,
  secret,
});

/** Forms of tokens as their vendors document them; the values are made up, and joined here, so that no host takes them for real. */
export const TOKENS: readonly SecretCase[] = [
  token('Anthropic', 'sk-', 'ant-', 'api03-', made(93, ALNUM), 'AA'),
  token('OpenAI project', 'sk-', 'proj-', made(74, ALNUM), 'T3Blbk', 'FJ', made(74, ALNUM, 5)),
  token('OpenAI classic', 'sk-', made(20, ALNUM), 'T3Blbk', 'FJ', made(20, ALNUM, 3)),
  token('OpenRouter', 'sk-', 'or-', 'v1-', made(64, HEX)),
  token('Google API', 'AI', 'za', made(35, ALNUM)),
  token('Google OAuth secret', 'GOC', 'SPX-', made(28, ALNUM)),
  token('Google OAuth token', 'ya', '29.', made(80, ALNUM)),
  token('Hugging Face', 'h', 'f_', made(34, ALNUM)),
  token('Groq', 'gs', 'k_', made(52, ALNUM)),
  token('xAI', 'xa', 'i-', made(80, ALNUM)),
  token('Perplexity', 'pp', 'lx-', made(48, ALNUM)),
  token('Replicate', 'r', '8_', made(37, ALNUM)),
  token('AWS key id', 'AK', 'IA', made(16, UPPER)),
  token('AWS temporary key id', 'AS', 'IA', made(16, UPPER)),
  token('GitHub', 'gh', 'p_', made(36, ALNUM)),
  token('GitHub fine-grained', 'github', '_pat_', made(22, ALNUM), '_', made(59, ALNUM)),
  token('GitLab', 'gl', 'pat-', made(20, ALNUM)),
  token('npm', 'np', 'm_', made(36, ALNUM)),
  token('PyPI', 'py', 'pi-AgE', made(120, ALNUM)),
  token('Slack bot', 'xo', 'xb-', '123456789012-', '1234567890123-', made(24, ALNUM)),
  token('Slack app', 'xa', 'pp-1-', 'A012345-', '1234567890-', made(64, HEX)),
  token('Stripe', 's', 'k_li', 've_', made(24, ALNUM)),
  token('Stripe webhook', 'wh', 'sec_', made(32, ALNUM)),
  token('Twilio', 'S', 'K', made(32, HEX)),
  token('SendGrid', 'S', 'G.', made(22, ALNUM), '.', made(43, ALNUM)),
  token('Telegram', '1234', '567890:', 'AA', made(33, ALNUM)),
  token('Discord', 'MT', 'k4NjIyNDgzNDcxOTI1MjQ4', '.', 'Cl2FMQ', '.', made(27, ALNUM)),
  token('DigitalOcean', 'do', 'p_v1_', made(64, HEX)),
  token('Databricks', 'da', 'pi', made(32, HEX)),
  token('Shopify', 'sh', 'pat_', made(32, HEX)),
  token('Vault', 'hv', 's.', made(90, ALNUM)),
  token('Grafana', 'gl', 'sa_', made(32, ALNUM), '_', made(8, HEX)),
  token('Linear', 'lin', '_api_', made(40, ALNUM)),
  token('Notion', 'nt', 'n_', made(46, ALNUM)),
  token('Atlassian', 'AT', 'ATT3', made(186, ALNUM)),
  token('Docker', 'dc', 'kr_pat_', made(27, ALNUM)),
  token('Mailchimp', made(32, HEX), '-u', 's12'),
  token('Azure client', made(3, ALNUM), '8', 'Q~', made(34, ALNUM)),
  token('JWT', jwt),
  token('RSA key', pem('RSA PRIVATE KEY')),
  token('PKCS #8 key', pem('PRIVATE KEY')),
  token('OpenSSH key', pem('OPENSSH PRIVATE KEY')),
  token('PGP key', pem('PGP PRIVATE KEY BLOCK')),
];

/** Secrets that their surroundings tell. */
export const IN_CONTEXT: readonly SecretCase[] = [
  within('a key that was cut off', '-----BEGIN PRIVATE KEY-----\n', made(200, ALNUM)),
  within('bearer header', 'Authorization: Bearer ', made(40, ALNUM)),
  within('bearer alone', 'I sent bearer ', made(30, ALNUM), ' and it failed'),
  within(
    'basic header',
    'curl -H "Authorization: Basic ',
    Buffer.from('user:hunter2').toString('base64'),
    '" x',
  ),
  within('basic alone', 'proxy said Basic ', Buffer.from('admin:s3cret').toString('base64')),
  within('digest header', 'Authorization: Digest ', 'username="a", nonce="f00", response="6629fae4"'),
  within('own scheme', 'authorization: ', 'abc-123-def-456'),
  within('cookie', 'Cookie: ', 'sid=31d4d96e407aad42; theme=dark'),
  within('PostgreSQL', 'postgres://app:', 'p4ss%21w', '@db.internal:5432/x'),
  within('password with @', 'mysql://root:', 'p@ss', '@db/x'),
  within('Redis without user', 'redis://:', 'hunter2', '@cache:6379'),
  within('MongoDB', 'mongodb+srv://app:', 'Zx9', '@cluster0.example.net/?retryWrites=true'),
  within('ADO', 'Server=db;User Id=sa;Password=', 'P4ss!word', ';Encrypt=true'),
  within('libpq', 'host=db user=app password=', 'tiger', ' dbname=x'),
  within(
    'Azure storage',
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=',
    `${made(86, ALNUM)}==`,
    ';x=y',
  ),
  within('AWS secret', 'aws_secret_access_key = ', made(40, ALNUM)),
  within('environment', 'export DB_PASSWORD=', 'hunter2'),
  within('JSON in a text', '{"password":"', 'correct horse battery', '","x":1}'),
  within('JSON in JSON', '{\\"api_key\\":\\"', '0123456789abcdef0123', '\\"}'),
  within('YAML', 'api_key: ', 'k3y-of-mine-000', '\nnext: 1'),
  within('Python', "client = C(api_key='", 'abcdef1234567890', "')"),
  within('header of a key', 'x-api-key: ', 'a1b2c3d4e5f6'),
  within('token', 'token=', 'f3a9c1b27d5e4806', '&x=1'),
  within('address with a token', 'https://example.com/?access_token=', 'abc123def', '&page=2'),
  within('signed address', 'https://s3.example.com/x?X-Amz-Signature=', made(64, HEX)),
  within('address with a user that is a token', 'https://', made(40, ALNUM), '@git.example.com/x.git'),
  within('option', 'mytool --password ', 'hunter2', ' run'),
  within('curl -u', 'curl -u admin:', 'hunter2', ' https://x.example'),
  within('sentence', 'my password is ', 'hunter2', ', is that safe?'),
  within('.netrc', 'machine x login bob password ', 'tiger'),
  within('.npmrc', '//registry.example/:_authToken=', 'abcd-efgh-0123'),
  within('Slack webhook', 'https://hooks.slack.com/services/', `T0000AAAA/B0000BBBB/${made(24, ALNUM)}`),
  within('Sentry', 'https://', made(32, HEX), '@o123.ingest.example.com/45'),
  within('AWS id and secret', `pair AK${'IA'}${made(16, UPPER)} `, made(40, ALNUM)),
  within('Okta', 'OKTA_TOKEN: ', `00${made(40, ALNUM)}`),
  within('a service that only a name tells', 'ALGOLIA_ADMIN = "', made(32, HEX), '"'),
  within('template with a secret', 'password="', "it's", '"'),
];
