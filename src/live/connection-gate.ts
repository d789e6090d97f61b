import { AiwatchError } from '../errors.ts';
import type { LiveRecorder, ShedReason } from '../recorders/index.ts';

/** Bounds the connections of all transports of one server together. */
export interface ConnectionGate {
  /** Throws LIVE_CONNECTIONS_FULL where there is no room for one more, and counts it. */
  check(where: string): void;
  /** Lets a connection in. Throws LIVE_CONNECTIONS_FULL. @returns called when it is gone; more than once does no harm */
  enter(where: string): () => void;
  /** Counts a connection that was closed or refused by us. */
  shed(reason: ShedReason): void;
}

/** @param max connections at once */
export function createConnectionGate(max: number, recorder: LiveRecorder): ConnectionGate {
  let count = 0;
  const check = (where: string): void => {
    if (count < max) return;
    recorder.shed('limit');
    const expected = `fewer than ${max} connections`;
    throw new AiwatchError('LIVE_CONNECTIONS_FULL', { where, expected, found: `${count}` });
  };
  return {
    check,
    enter: where => {
      check(where);
      count++;
      let isGone = false;
      return () => {
        if (!isGone) count--;
        isGone = true;
      };
    },
    shed: reason => recorder.shed(reason),
  };
}
