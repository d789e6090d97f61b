import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { Session, Turn } from './sessions.ts';

const SYSTEM_PROMPT =
  'You are a coding assistant. You work in the folder of the user through your tools. ' +
  'Answer briefly, and put code into fenced blocks that name its language.';

// About half of the smallest model's context of 8,192 tokens, at some four characters per token.
const MAX_KEPT_CHARACTERS = 16_000;

/** What the model is told: who it is, the turns that are kept, and the turn that is being answered. */
export function buildConversation(session: Session, turn: Turn): ChatCompletionMessageParam[] {
  const about = session.project === undefined ? '' : ` The project is called ${session.project}.`;
  return [{ role: 'system', content: SYSTEM_PROMPT + about }, ...session.turns.flat(), ...turn];
}

/** Adds a turn to the conversation. The oldest ones go when it becomes too long: whole, for results need their calls. */
export function keepTurn(session: Session, turn: Turn): void {
  const kept: Turn[] = [];
  let characters = 0;
  for (const one of [...session.turns, turn].reverse()) {
    characters += JSON.stringify(one).length;
    if (characters > MAX_KEPT_CHARACTERS) {
      break;
    }
    kept.unshift(one);
  }
  session.turns = kept;
}
