import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** Somebody who has an account at the identity provider. */
export interface Person {
  readonly id: string;
  readonly roles: readonly string[];
}

export const CLIENT = { id: 'aiwatch', secret: 'secret-of-the-client' };
const FORM = 'application/x-www-form-urlencoded';

const CONFIGURATION: Omit<Configuration, 'clients' | 'findAccount'> = {
  claims: { openid: ['sub'], profile: ['preferred_username', 'realm_access'] },
  features: { devInteractions: { enabled: true } },
  pkce: { required: () => true },
  cookies: { keys: ['key-of-the-test'] },
};

/** Starts an identity provider with its own sign-in page, on loopback; `close` it. */
export async function startOidcProvider({
  redirectUri,
  people,
  conformIdTokenClaims = true,
  port = 0,
}: {
  readonly redirectUri: string;
  readonly people: readonly Person[];
  /** Whether claims are at the user info endpoint alone, as the standard has it. */
  readonly conformIdTokenClaims?: boolean;
  /** @default a free one */
  readonly port?: number;
}) {
  const http = createServer();
  await new Promise<void>(resolve => http.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    ...CONFIGURATION,
    conformIdTokenClaims,
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    findAccount: (_context, id) => {
      const person = people.find(one => one.id === id);
      if (person === undefined) return undefined;
      const claims = () => ({
        sub: id,
        preferred_username: `${id}@example.com`,
        realm_access: { roles: [...person.roles] },
      });
      return { accountId: id, claims };
    },
  });
  http.on('request', provider.callback());
  const close = () =>
    new Promise<void>(resolve => {
      http.close(() => resolve());
      http.closeAllConnections();
    });
  return { issuer, close };
}

/** A browser as far as an identity provider needs one: it follows redirects, keeps cookies, and fills in forms. */
export function createPerson(id: string) {
  const cookies = new Map<string, string>();
  const visit = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const headers = { cookie: [...cookies].map(pair => pair.join('=')).join('; ') };
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { ...headers, ...(form && { 'content-type': FORM }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };

  /** Goes on from a page of the provider until it leads to `redirectUri`. @returns that URL */
  const passProvider = async (start: string, redirectUri: string, prompt?: 'abort'): Promise<string> => {
    let url = start;
    let form: Record<string, string> | undefined;
    for (let step = 0; step < 20; step++) {
      const response = await visit(url, form);
      form = undefined;
      const location = response.headers.get('location');
      if (location !== null) {
        url = new URL(location, url).href;
        if (url.startsWith(redirectUri)) return url;
        continue;
      }
      const page = await response.text();
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined) throw new Error(`the provider answers ${response.status}: ${page}`);
      if (prompt === 'abort') {
        url = new URL(/href="([^"]*\/abort)"/.exec(page)![1]!, url).href;
        continue;
      }
      url = new URL(action, url).href;
      form = page.includes('name="login"')
        ? { prompt: 'login', login: id, password: 'any' }
        : { prompt: 'consent' };
    }
    throw new Error('the provider leads nowhere');
  };
  return { passProvider };
}
