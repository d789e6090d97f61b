import { CODE_PARAMETER } from '../api/session.ts';
import { type Config, trimSlash } from '../config/index.ts';
import { isLoopbackHost } from '../metrics/index.ts';
import { dataFolder } from '../server/data-folder.ts';
import { type CodeHolder, createSignInCode } from '../server/tokens/sign-in-codes.ts';

/** A link that signs somebody in to the panel, once. */
export interface SignInLink {
  readonly url: string;
  /** Unix milliseconds. */
  readonly expiresMs: number;
}

/** What a server listens on that is to be reached by every address of its machine. */
const ANY_ADDRESS = ['0.0.0.0', '::'];

/** Where people open the panel, without a slash at the end. @param url the address that the server listens on */
export function panelUrl({ server: { publicUrl } }: Config, url: string): string {
  if (publicUrl !== undefined) return trimSlash(publicUrl);
  const { protocol, hostname, port } = new URL(url);
  const address = hostname.replace(/^\[|\]$/g, '');
  const isHere = isLoopbackHost(address) || ANY_ADDRESS.includes(address);
  const host = isHere ? 'localhost' : hostname;
  return `${protocol}//${host}${port && `:${port}`}`;
}

/** Makes a link. The code is in the fragment, which browsers send to nobody, so that it is in no log of a proxy either. */
export async function createSignInLink(
  config: Config,
  base: string,
  holder: CodeHolder,
): Promise<SignInLink> {
  const { linkTtl } = config.auth.panel;
  const { code, expiresMs } = await createSignInCode(dataFolder(config).tokenKeys, holder, linkTtl);
  return { url: `${base}/#${CODE_PARAMETER}=${code}`, expiresMs };
}
