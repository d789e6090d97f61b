import { Fragment } from 'react';
import type { ApiEvent } from '../../../src/api/live.ts';
import { partsOfEvent } from '../data/describe-event.ts';

/** An event in a line. Each part has its own direction, so that a text from right to left leaves the others where they are. */
export function EventText({ event }: { readonly event: ApiEvent }) {
  return partsOfEvent(event).map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is known by its place
    <Fragment key={place}>
      {place > 0 && ' · '}
      <bdi>{part}</bdi>
    </Fragment>
  ));
}
