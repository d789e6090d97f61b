import { AiwatchError, isAiwatchError } from '../../errors.ts';
import { classifyFailure } from '../../store/index.ts';

/**
 * Asks the store. Throws STORE_UNAVAILABLE where it cannot be reached or takes too long, and REQUEST_INVALID for values
 * that PostgreSQL does not take.
 */
export async function askStore<T>(where: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isAiwatchError(error) || isMistake(error)) throw error;
    if (classifyFailure(error) === 'data')
      throw new AiwatchError('REQUEST_INVALID', { where, found: 'a value that it refuses', cause: error });
    throw new AiwatchError('STORE_UNAVAILABLE', { where, found: 'none', cause: error });
  }
}

/** A mistake of ours, which the log is to have. */
function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}
