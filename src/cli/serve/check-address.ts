import { once } from 'node:events';
import { createServer } from 'node:net';
import { AiwatchError, reasonOf } from '../../errors.ts';

/**
 * Finds out whether a server can listen there, before anything else is started. Throws LISTEN_FAILED: the port is
 * taken, or the address is none of this machine.
 */
export async function checkAddress(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen({ host, port });
    await once(probe, 'listening');
  } catch (cause) {
    throw new AiwatchError('LISTEN_FAILED', { where: `${host}:${port}`, found: reasonOf(cause), cause });
  }
  probe.close();
  await once(probe, 'close');
}
