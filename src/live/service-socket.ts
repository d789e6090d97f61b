import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'socket.io';
import type { LiveFrame } from '../api/live.ts';
import { AiwatchError, isAiwatchError } from '../errors.ts';
import type { LiveFeed } from './live-feed.ts';

/** What became of an event that a service reported. */
interface ServiceAnswer {
  readonly ok: boolean;
  /** Of the event, where it was taken. */
  readonly id?: string;
  readonly code?: string;
  readonly message?: string;
}

/** What services may do, and who is one. */
export interface ServiceAccess {
  readonly isSecret: (value: unknown) => boolean;
  /** Takes an event in, as `POST /api/v1/events` does; resolves when it is durable. Rejects where it cannot be kept. */
  readonly takeEvent: (service: string, event: Readonly<Record<string, unknown>>) => Promise<ServiceAnswer>;
  readonly sendFrame: LiveFeed['sendFrame'];
  /** Told of what cannot be kept. */
  readonly onProblem: (error: unknown) => void;
}

/** Reports of one service that are being stored at once; what comes beyond is told to come again. */
const MAX_UNDER_WAY = 1000;
/** Of metrics or of a health that are passed on, and remembered for those who come later. */
const MAX_FRAME_LENGTH = 32_000;

/** Compares with a secret in a time that says nothing about it. */
export function createSecretCheck(secret: string): (value: unknown) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(secret);
  return value =>
    timingSafeEqual(digest(typeof value === 'string' ? value : ''), expected) && typeof value === 'string';
}

type Acknowledge = (answer: ServiceAnswer) => void;
type Fields = Readonly<Record<string, unknown>>;

/** Takes what a service reports: messages and errors become events, its metrics and health go to who watches. */
export function serveService(socket: Socket, service: string, access: ServiceAccess): void {
  let underWay = 0;
  const take = async (event: Fields, acknowledge: Acknowledge): Promise<void> => {
    if (underWay >= MAX_UNDER_WAY) return acknowledge(describe(busy(service)));
    underWay++;
    try {
      acknowledge(await access.takeEvent(service, event));
    } catch (error) {
      access.onProblem(error);
      acknowledge(describe(error));
    } finally {
      underWay--;
    }
  };
  const onReport = (name: string, build: (fields: Fields) => Fields): void => {
    socket.on(name, (input: unknown, answer: unknown) => {
      const acknowledge = typeof answer === 'function' ? (answer as Acknowledge) : () => {};
      void take(build(fieldsOf(input)), acknowledge);
    });
  };
  onReport('message:processed', fields => buildEvent('message', 'processed', fields));
  onReport('error:occurred', fields => buildEvent('error', 'error', fields));
  const passOn = (type: LiveFrame['type'], channel: 'metrics' | 'health'): void => {
    socket.on(type, (input: unknown) => {
      try {
        const data = { ...fieldsOf(input), service };
        // Throws where it is nested deeper than the stack.
        const { length } = JSON.stringify(data);
        if (length > MAX_FRAME_LENGTH) throw tooLong(service, type, length);
        access.sendFrame(channel, { type, data, timestamp: new Date().toISOString() });
      } catch (error) {
        access.onProblem(error);
      }
    });
  };
  passOn('metrics:update', 'metrics');
  passOn('health:changed', 'health');
}

function fieldsOf(input: unknown): Fields {
  return typeof input === 'object' && input !== null ? (input as Fields) : {};
}

/** What says who and when stands beside the data of an event. */
function buildEvent(
  type: string,
  event: string,
  { id, userId, sessionId, timestamp, ...data }: Fields,
): Fields {
  const envelope = { id, userId, sessionId, timestamp };
  const given = Object.entries(envelope).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), type, event, data };
}

function tooLong(service: string, type: string, length: number): AiwatchError {
  const where = `${type} of the socket of ${service}`;
  const expected = `at most ${MAX_FRAME_LENGTH} characters of JSON`;
  return new AiwatchError('LIVE_FRAME_INVALID', { where, expected, found: `${length}` });
}

function busy(service: string): AiwatchError {
  const expected = `at most ${MAX_UNDER_WAY} reports under way`;
  return new AiwatchError('INTAKE_BUSY', { where: `the socket of ${service}`, expected, found: 'more' });
}

function describe(error: unknown): ServiceAnswer {
  const known = isAiwatchError(error)
    ? error
    : new AiwatchError('INTERNAL_FAILURE', { where: 'a report', found: 'one' });
  return { ok: false, code: known.code, message: known.message };
}
