import { AiwatchError } from '../../errors.ts';
import type { AuthConfig } from '../access/auth-config.ts';
import { compactIssuedFile } from './compact-issued-file.ts';
import {
  addIssuedToken,
  type IssuedToken,
  type IssuedTokens,
  issuedFileOf,
  loadIssuedTokens,
  revokeToken,
} from './issued-file.ts';
import { createJwks } from './jwks.ts';
import { openKeyFile, type SigningKey, type SigningKeys } from './key-file.ts';
import { createVerifier, type VerifyToken } from './verify-token.ts';
import { watchFile } from './watched-file.ts';

/** Keys and tokens as their files have them now. */
export interface CurrentTokens {
  readonly keys: SigningKeys;
  readonly issued: IssuedTokens;
}

/** The tokens of a running server. */
export interface Tokens {
  readonly verify: VerifyToken;
  /** Where the keys lie, and what belongs to them. */
  readonly keyFile: string;
  current(): CurrentTokens;
  /** What signs new tokens. */
  activeKey(): SigningKey;
  /** Adds a token to the list, before it is handed out. Rejects with DATA_FILE_UNWRITABLE. */
  remember(token: IssuedToken): Promise<void>;
  /** Revokes a token; on this server at once. Rejects with TOKEN_UNKNOWN and DATA_FILE_…. */
  revoke(tokenId: string): Promise<void>;
  /** Stops looking at the files. */
  close(): void;
}

/**
 * Opens the keys, and makes them at the first start; tokens revoked and keys rotated by `aiwatch token` count a second
 * later. Rejects with DATA_FILE_… and CONFIG_INVALID.
 */
export async function openTokens(
  { keyFile, jwks }: AuthConfig,
  onProblem: (error: unknown) => void,
): Promise<Tokens> {
  if (jwks !== undefined && jwks.audience === '')
    throw new AiwatchError('CONFIG_INVALID', {
      where: 'audience',
      expected: 'the audience of tokens of the identity provider',
      found: 'none',
    });
  const keys = await watchFile({ file: keyFile, load: () => openKeyFile(keyFile), onProblem });
  const issuedFile = issuedFileOf(keyFile);
  await compactIssuedFile(issuedFile).catch(onProblem);
  const load = () => loadIssuedTokens(issuedFile);
  const issued = await watchFile({ file: issuedFile, load, onProblem });
  const verify = createVerifier({
    keys: keys.current,
    issued: issued.current,
    jwks: jwks && { config: jwks, find: createJwks(jwks.url) },
  });
  return {
    verify,
    keyFile,
    current: () => ({ keys: keys.current(), issued: issued.current() }),
    activeKey: () => keys.current()[0],
    remember: token => addIssuedToken(issuedFile, token),
    revoke: async tokenId => {
      await revokeToken(issuedFile, tokenId);
      await issued.refresh();
    },
    close: () => {
      keys.close();
      issued.close();
    },
  };
}
