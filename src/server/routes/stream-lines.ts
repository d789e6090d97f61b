import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Answers with lines of NDJSON as they come; the first is read before, so that what fails then has its status. */
export async function streamLines(
  reply: FastifyReply,
  lines: AsyncGenerator<string>,
  fileName: string,
): Promise<FastifyReply> {
  const first = await lines.next();
  const all = async function* () {
    try {
      if (first.done !== true) yield first.value;
      yield* lines;
    } finally {
      await lines.return(undefined);
    }
  };
  return reply
    .type('application/x-ndjson')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(all(), { objectMode: false }));
}
