import { pickInteger, type Random } from '../model-server/random.ts';
import type { AssistantClient, ChatReply, Reply } from './assistant-client.ts';
import type { Outcome } from './summary.ts';

/** One user's session, as the steps of the session see it. */
export interface Visit {
  readonly client: AssistantClient;
  readonly random: Random;
  readonly userId: string;
  /** Files that this visit has written and not deleted. */
  readonly files: Set<string>;
  /** Ids of the versions that this visit has made and not deleted. */
  readonly versions: Set<string>;
  /** Whether prompts are to be short and cheap. */
  readonly cheap: boolean;
  /** Told about an answer that the step did not allow. */
  readonly onUnexpected: (answer: string) => void;
  /** Set by a step after which the session is of no use any more. */
  over: boolean;
}

/** Judges an answer: a status in `allowed` is fine, 5xx is the assistant's failure, anything else ends the visit. */
export function judge(visit: Visit, reply: Reply, allowed: readonly number[]): Outcome {
  if (reply.status >= 500) {
    return 'failed';
  }
  if (allowed.includes(reply.status)) {
    return reply.status < 400 ? 'ok' : 'refused';
  }
  visit.over = true;
  visit.onUnexpected(`expected ${allowed.join(' or ')}, got ${reply.status} ${reply.text.slice(0, 120)}`);
  return 'unexpected';
}

/** Judges a streamed answer; `allowed` are the statuses of refusals that are fine. */
export function judgeChat(visit: Visit, reply: ChatReply, allowed: readonly number[] = []): Outcome {
  if (reply.end === 'refused') {
    return judge(visit, { status: reply.status, text: '' }, allowed);
  }
  if (reply.end === 'left') {
    return 'aborted';
  }
  return reply.end === 'done' ? 'ok' : 'broken';
}

/** The value of `key` in a JSON answer, or undefined when the answer is not such JSON. */
export function readField(reply: Reply, key: string): unknown {
  try {
    const body: unknown = JSON.parse(reply.text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined;
  } catch {
    return undefined;
  }
}

/** The objects in the list `key` of a JSON answer; empty when there is no such list. */
export function readObjects(reply: Reply, key: string): Record<string, unknown>[] {
  const list = readField(reply, key);
  return Array.isArray(list) ? list.filter(item => typeof item === 'object' && item !== null) : [];
}

/** Writes one of the user's six notes, new or over the old one. */
export async function writeNote(visit: Visit): Promise<Reply> {
  const path = `notes/${visit.userId}-${pickInteger(visit.random, 1, 6)}.md`;
  const lines = Math.ceil(4 ** (1 + 3 * visit.random()));
  const text = Array.from({ length: lines }, (_, line) => `${line + 1}. remember to look at the orders`).join(
    '\n',
  );
  const reply = await visit.client.call('PUT', `/api/files/${path}`, { text: `# Notes\n\n${text}\n` });
  if (reply.status < 300) {
    visit.files.add(path);
  }
  return reply;
}

/** Makes a version of the workspace after writing something, so that there is a change to keep. */
export async function makeVersion(visit: Visit): Promise<Reply> {
  await writeNote(visit);
  const json = { message: `Notes of ${visit.userId}` };
  const reply = await visit.client.call('POST', '/api/versions', { json });
  const id = readField(reply, 'id');
  if (reply.status === 201 && typeof id === 'string') {
    visit.versions.add(id);
  }
  return reply;
}
