import { createServer } from 'node:net';

/** Ports given out by this process and perhaps not taken yet. */
const given = new Set<number>();

/**
 * A TCP port of the loopback address that nobody listens on now; never the same one twice in a process.
 * Another program may still take it before the caller does; the server started on it then exits and says so.
 */
export async function findFreePort(): Promise<number> {
  const port = await askSystem();
  if (given.has(port)) {
    return findFreePort();
  }
  given.add(port);
  return port;
}

function askSystem(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
