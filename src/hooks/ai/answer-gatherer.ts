import { cutText } from '../../events/index.ts';
import { answerTextOf, deltaTextOf, isWholeAnswer } from './answer-text.ts';

/** So much of an answer is kept; of the rest only the length is. */
const MAX_KEPT_CHARACTERS = 64 * 1024;

/** Puts the text of an answer together, from its chunks or from the whole. */
export class AnswerGatherer {
  #text = '';
  #length = 0;

  /** A chunk of a streamed answer. */
  received(chunk: unknown): void {
    if (isWholeAnswer(chunk)) this.reported(chunk);
    else this.#add(deltaTextOf(chunk) ?? '');
  }

  /** What may be the whole answer; it replaces its pieces. */
  reported(part: unknown): void {
    const text = answerTextOf(part);
    if (text === undefined) return;
    [this.#text, this.#length] = ['', 0];
    this.#add(text);
  }

  /** The beginning of the answer; undefined where it has no text. */
  get text(): string | undefined {
    return this.#length === 0 ? undefined : this.#text;
  }

  /** Characters of the whole. */
  get length(): number {
    return this.#length;
  }

  #add(text: string): void {
    const isFull = this.#length >= MAX_KEPT_CHARACTERS;
    this.#length += text.length;
    if (!isFull) this.#text = cutText(this.#text + text, MAX_KEPT_CHARACTERS);
  }
}
