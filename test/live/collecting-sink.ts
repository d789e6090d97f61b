import type { LiveGap } from '../../src/api/live.ts';
import type { AiwatchError } from '../../src/errors.ts';
import type { LiveMessage, LiveSink } from '../../src/live/index.ts';

/** A connection in memory, which takes everything or, while it is slow, nothing. */
export class CollectingSink implements LiveSink<readonly unknown[]> {
  readonly messages: LiveMessage[] = [];
  readonly gaps: LiveGap[] = [];
  closedBy: AiwatchError | undefined;
  isSlow = false;
  readonly encoding = {
    key: 'collecting',
    encode: (messages: readonly LiveMessage[]) => messages,
    gap: (gap: LiveGap) => [{ gap }],
  };

  bufferedBytes(): number {
    return this.isSlow ? Number.POSITIVE_INFINITY : 0;
  }

  write(payload: readonly unknown[]): void {
    for (const each of payload as readonly (LiveMessage & { gap?: LiveGap })[]) {
      if (each.gap !== undefined) this.gaps.push(each.gap);
      else this.messages.push(each);
    }
  }

  close(error: AiwatchError): void {
    this.closedBy = error;
  }

  /** The ids of the events that came. */
  ids(): readonly string[] {
    return this.messages.map(({ json }) => JSON.parse(json).id as string);
  }

  /** The position of an event that came. */
  positionOf(id: string): string {
    return this.messages.find(({ json }) => JSON.parse(json).id === id)!.position!;
  }
}

/** Counts what a subscriber got and missed. */
export function createDeliveryCount() {
  const count = { delivered: 0, dropped: 0 };
  return {
    count,
    delivered: (messages: number) => {
      count.delivered += messages;
    },
    dropped: (messages: number) => {
      count.dropped += messages;
    },
  };
}
