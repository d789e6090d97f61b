import { rotateKeyFile } from '../../server/tokens/key-file.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { KEY_OPTIONS, keyFileOf } from './key-options.ts';

/** `aiwatch token rotate`: new tokens get a new key; those of the key before stay valid until the next time. */
export async function rotate(args: readonly string[], { env, print }: CommandContext): Promise<number> {
  const { config } = parseOptions('token rotate', args, KEY_OPTIONS);
  const [active, older] = await rotateKeyFile(keyFileOf(config, env));
  print(`new tokens are signed by the key ${active.kid}; those of ${older?.kid} stay valid`);
  return 0;
}
