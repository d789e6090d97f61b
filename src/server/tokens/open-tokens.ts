import { AiwatchError } from '../../errors.ts';
import type { AuthConfig } from '../access/auth-config.ts';
import { issuedFileOf, loadIssuedTokens } from './issued-file.ts';
import { createJwks } from './jwks.ts';
import { openKeyFile } from './key-file.ts';
import { createVerifier, type VerifyToken } from './verify-token.ts';
import { watchFile } from './watched-file.ts';

/** The tokens of a running server. */
export interface Tokens {
  readonly verify: VerifyToken;
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
  const load = () => loadIssuedTokens(issuedFile);
  const issued = await watchFile({ file: issuedFile, load, onProblem });
  const verify = createVerifier({
    keys: keys.current,
    issued: issued.current,
    jwks: jwks && { config: jwks, find: createJwks(jwks.url) },
  });
  return {
    verify,
    close: () => {
      keys.close();
      issued.close();
    },
  };
}
