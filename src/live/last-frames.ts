import type { LiveFrame } from '../api/live.ts';
import type { LiveItem } from './live-item.ts';

/** Beyond it, what has not been heard of for the longest is forgotten. */
const MAX_FRAMES = 50;

/** The last frame of each kind, service and, of health, part: for those who subscribe after it. */
export class LastFrames {
  readonly #items = new Map<string, LiveItem>();

  set({ type, data }: LiveFrame, item: LiveItem): void {
    const { service, name } = (data ?? {}) as { readonly service?: unknown; readonly name?: unknown };
    const key = JSON.stringify([type, service, type === 'health:changed' && name]);
    // Those that are told of again go to the end.
    this.#items.delete(key);
    this.#items.set(key, item);
    const [oldest] = this.#items.keys();
    if (this.#items.size > MAX_FRAMES) this.#items.delete(oldest!);
  }

  list(): readonly LiveItem[] {
    return [...this.#items.values()];
  }
}
