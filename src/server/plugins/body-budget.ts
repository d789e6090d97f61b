import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { AiwatchError } from '../../errors.ts';

export interface BodyBudget {
  /** The route, for errors. */
  readonly where: string;
  /** The largest body that the route reads; one whose length is not told counts as this much. */
  readonly bodyLimitBytes: number;
  /** Bytes of the bodies that are read, or answered, at once. */
  readonly budgetBytes: number;
}

/**
 * Bounds the memory of bodies: a request holds the bytes of its body from here until its answer is sent or its
 * connection is gone. One that there is no room for is refused with INTAKE_BUSY, before its body is read.
 */
export function createBodyBudget({
  where,
  bodyLimitBytes,
  budgetBytes,
}: BodyBudget): onRequestAsyncHookHandler {
  let usedBytes = 0;
  return async ({ headers }: FastifyRequest, { raw }: FastifyReply): Promise<void> => {
    // Gone while its token was checked: nothing would give the bytes back.
    if (raw.destroyed) return;
    // A larger one is refused by its length.
    const sizeBytes = Math.min(Number(headers['content-length'] ?? bodyLimitBytes), bodyLimitBytes);
    if (usedBytes + sizeBytes > budgetBytes)
      throw new AiwatchError('INTAKE_BUSY', { where, found: `${usedBytes} bytes that others send` });
    usedBytes += sizeBytes;
    raw.once('close', () => {
      usedBytes -= sizeBytes;
    });
  };
}
