import { expect, test } from 'vitest';
import { parseTraceparent } from '../../src/events/index.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const FOUND = { traceId: TRACE, spanId: SPAN, isSampled: true };
const NOT_SAMPLED = { ...FOUND, isSampled: false };

test.each<[string, unknown, object]>([
  ['a sampled trace', `00-${TRACE}-${SPAN}-01`, FOUND],
  ['other flags too', `00-${TRACE}-${SPAN}-ff`, FOUND],
  ['a trace that is not sampled', `00-${TRACE}-${SPAN}-00`, NOT_SAMPLED],
  ['other flags only', `00-${TRACE}-${SPAN}-02`, NOT_SAMPLED],
  ['a later version', `01-${TRACE}-${SPAN}-01`, FOUND],
  ['a later version that says more', `cc-${TRACE}-${SPAN}-01-what-comes`, FOUND],
  ['a later version that says more without a dash', `cc-${TRACE}-${SPAN}-01what`, {}],
  ['version 00 that says more', `00-${TRACE}-${SPAN}-01-more`, {}],
  ['version ff', `ff-${TRACE}-${SPAN}-01`, {}],
  ['no trace', `00-${'0'.repeat(32)}-${SPAN}-01`, {}],
  ['no span', `00-${TRACE}-${'0'.repeat(16)}-01`, {}],
  ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`, {}],
  ['a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`, {}],
  ['a long trace', `00-${TRACE}0-${SPAN}-01`, {}],
  ['a short span', `00-${TRACE}-${SPAN.slice(1)}-01`, {}],
  ['letters that are no digits', `00-${TRACE.replace('4', 'g')}-${SPAN}-01`, {}],
  ['blanks around', ` 00-${TRACE}-${SPAN}-01 `, {}],
  ['a line behind', `00-${TRACE}-${SPAN}-01\n`, {}],
  ['underscores', `00_${TRACE}_${SPAN}_01`, {}],
  ['nothing', '', {}],
  ['no header', undefined, {}],
  ['two headers', [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`], {}],
  ['a long header', '0'.repeat(100_000), {}],
])('reads %s', (_, header, found) => {
  expect(parseTraceparent(header)).toEqual(found);
});
