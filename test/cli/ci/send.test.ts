import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { send } from '../../../src/cli/ci/send.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { startServer } from '../../support/http-server.ts';

const NO_PAUSES = [0, 0];

/** A server that gives the answers one after the other, the last one again and again, and says what it got. */
async function answering(...statuses: readonly number[]) {
  const bodies: string[] = [];
  const { port } = await startServer(async (request: IncomingMessage, response) => {
    bodies.push(await text(request));
    const status = statuses[Math.min(bodies.length, statuses.length) - 1] ?? 500;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('the\n reason');
  });
  const post = { url: `http://127.0.0.1:${port}/x`, headers: { 'x-a': 'b' }, body: 'report' };
  return { bodies, deliver: () => send(post, NO_PAUSES) };
}

describe('a report', () => {
  it.each([[[204]], [[200]], [[500, 204]], [[429, 503, 202]]])(
    'is taken by answers of %j',
    async statuses => {
      const { bodies, deliver } = await answering(...statuses);
      await deliver();
      expect(bodies).toEqual(statuses.map(() => 'report'));
    },
  );

  it('is given up after three failures of the server, with what it said', async () => {
    const { bodies, deliver } = await answering(500);
    await expect(deliver()).rejects.toThrow(/found status 500: the reason\..+\[CI_REPORT_NOT_SENT\]/);
    expect(bodies).toHaveLength(3);
  });

  it.each([400, 401, 302])('is not sent again after a status of %i', async status => {
    const { bodies, deliver } = await answering(status);
    await expect(deliver()).rejects.toThrow(`found status ${status}: the reason.`);
    expect(bodies).toHaveLength(1);
  });

  it('names the fault of the network', async () => {
    const url = `http://127.0.0.1:${await findFreePort()}/x`;
    await expect(send({ url, headers: {}, body: '' }, NO_PAUSES)).rejects.toThrow(/found ECONNREFUSED\./);
  });
});
