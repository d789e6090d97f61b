import type { ApiEvent } from '../../../src/api/live.ts';

/** Tells events apart. An id alone does not: it is unique for one application and one UTC day. */
export const keyOfEvent = ({ source, id, timestamp }: ApiEvent): string =>
  `${timestamp} ${source.application} ${id}`;
