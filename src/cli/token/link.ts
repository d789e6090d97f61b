import { PANEL_ROLES } from '../../api/session.ts';
import { type Config, loadConfig } from '../../config/index.ts';
import { AiwatchError, describe } from '../../errors.ts';
import type { CodeHolder } from '../../server/tokens/sign-in-codes.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { createSignInLink, panelUrl } from '../sign-in-link.ts';
import { KEY_OPTIONS } from './key-options.ts';

const WHERE = 'aiwatch token link';

const OPTIONS = {
  ...KEY_OPTIONS,
  role: { type: 'string', default: 'admin' },
  user: { type: 'string' },
  url: { type: 'string' },
} as const;

function parseRole(text: string): CodeHolder['role'] {
  const role = PANEL_ROLES.find(one => one === text);
  if (role !== undefined) return role;
  const expected = `--role and one of ${PANEL_ROLES.join(', ')}`;
  throw new AiwatchError('COMMAND_USAGE', { where: WHERE, expected, found: describe(text) });
}

/** The address of the server that these settings are for, unless another one is said. */
function baseUrl(config: Config, url: string | undefined): string {
  const { host, port, webConfigFile } = config.server;
  if (url === undefined) {
    const name = host.includes(':') ? `[${host}]` : host;
    return panelUrl(config, `${webConfigFile === undefined ? 'http' : 'https'}://${name}:${port}`);
  }
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return new URL(url).origin;
  const expected = '--url with an http or https URL';
  throw new AiwatchError('COMMAND_USAGE', { where: WHERE, expected, found: describe(url) });
}

/** `aiwatch token link`: prints a link that signs in to the panel once, and nothing else, as the result. */
export async function link(
  args: readonly string[],
  { env, print, printNote = () => {} }: CommandContext,
): Promise<number> {
  const { config: file, role, user, url } = parseOptions('token link', args, OPTIONS);
  const config = loadConfig({ env, ...(file !== undefined && { file }) });
  const holder = { role: parseRole(role), userId: user };
  const made = await createSignInLink(config, baseUrl(config, url), holder);
  print(made.url);
  printNote(`aiwatch: it signs in once, until ${new Date(made.expiresMs).toISOString()}`);
  return 0;
}
