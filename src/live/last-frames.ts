import type { LiveFrame } from '../api/live.ts';
import type { LiveItem } from './live-item.ts';

/** Services beyond it are not remembered. */
const MAX_FRAMES = 50;

/** The last frame of each kind and service, for those who subscribe after it. */
export class LastFrames {
  readonly #items = new Map<string, LiveItem>();

  set({ type, data }: LiveFrame, item: LiveItem): void {
    const service = (data as { readonly service?: unknown } | null)?.service;
    const key = `${type} ${String(service ?? '')}`;
    if (this.#items.size < MAX_FRAMES || this.#items.has(key)) this.#items.set(key, item);
  }

  list(): readonly LiveItem[] {
    return [...this.#items.values()];
  }
}
