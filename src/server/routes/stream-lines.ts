import type { FastifyReply } from 'fastify';
import { createHeldStream } from './held-stream.ts';

/** Answers with lines of NDJSON as they come; the first is read before, so that what fails then has its status. */
export async function streamLines(
  reply: FastifyReply,
  lines: AsyncGenerator<string>,
  fileName: string,
): Promise<FastifyReply> {
  const first = await lines.next();
  return reply
    .type('application/x-ndjson')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(createHeldStream(first, lines));
}
