import type { Socket } from 'socket.io-client';
import { AiwatchError, describe } from '../../errors.ts';
import { createUuidV7 } from '../../ids.ts';
import type { ChangedHealth, OccurredError, ProcessedMessage, ReportContext } from './bot-reports.ts';
import { type BotReport, ReportQueue } from './report-queue.ts';

export interface BotClientOptions {
  /** The aiwatch server, e.g. `http://localhost:4000`. */
  readonly url: string;
  /** INTERNAL_SECRET of the server. */
  readonly secret: string;
  /** Name of the application that reports. @default bot */
  readonly service?: string | undefined;
  /** What `metrics:update` says, e.g. `() => collector.getCurrentStats()`. @default none is sent */
  readonly metrics?: (() => object | Promise<object>) | undefined;
  /** @default 30,000 */
  readonly metricsIntervalMs?: number | undefined;
  /** Reports that wait for the server at the most; one more pushes out the oldest. @default 10,000 */
  readonly maxWaiting?: number | undefined;
  /** Told of what goes wrong; it goes on by itself. @default nobody */
  readonly onProblem?: ((error: unknown) => void) | undefined;
}

/** Reports of a bot on their way to an aiwatch server. None of its methods throws or waits. */
export interface BotClient {
  messageProcessed(message: ProcessedMessage): void;
  errorOccurred(error: OccurredError): void;
  /** Kept until another of the same part comes: a server that comes back is told how things are. */
  healthChanged(health: ChangedHealth): void;
  /** Reports that the server has not acknowledged yet. */
  readonly waiting: number;
  /** Reports that were left out: too many waited, or it was not JSON or above 400,000 bytes. */
  readonly dropped: number;
  readonly isConnected: boolean;
  /** Sends what waits, as long as there is time, and disconnects. @param deadlineMs @default 5000 */
  close(deadlineMs?: number): Promise<void>;
}

interface Answer {
  readonly ok?: boolean;
  readonly code?: string;
  readonly message?: string;
}

const METRICS_INTERVAL_MS = 30_000;
const MAX_WAITING = 10_000;
const MAX_PARTS = 100;
/** Of one report as JSON: the server ends a connection that sends a message above 512 KiB. */
const MAX_REPORT_BYTES = 400_000;
/** Reports on their way at once. */
const MAX_SENT = 100;
const ANSWER_TIMEOUT_MS = 15_000;
const RETRY_MS = 1000;
/** After a refusal, which another configuration of the server may end. */
const REFUSED_RETRY_MS = 10_000;
const CLOSE_DEADLINE_MS = 5000;
const CLOSE_CHECK_MS = 20;
/** The report itself is wrong, and would be again. */
const FINAL_CODES = /^EVENT_/;

/**
 * Connects a bot to an aiwatch server by socket.io, and again whenever the connection breaks. What cannot be sent is
 * kept in memory, within bounds, and sent once: a report has an id, by which the server knows it when it comes again.
 * Throws HOOK_TARGET_INVALID where an option is wrong, and nothing later.
 */
export function createBotClient(options: BotClientOptions): BotClient {
  checkOptions(options);
  const { metrics, metricsIntervalMs = METRICS_INTERVAL_MS, onProblem = () => {} } = options;
  const queue = new ReportQueue(options.maxWaiting ?? MAX_WAITING);
  const health = new Map<string, ChangedHealth>();
  let socket: Socket | undefined;
  let isClosed = false;
  const problem = (error: unknown): void => {
    try {
      onProblem(error);
    } catch {
      // Whoever is told must not fail the application.
    }
  };
  const send = async (entry: NonNullable<ReturnType<ReportQueue['take']>>): Promise<void> => {
    const answer = await ask(socket!, entry.report).catch(
      (error: unknown): Answer => ({ message: String(error) }),
    );
    const isDone = answer.ok === true || FINAL_CODES.test(answer.code ?? '');
    if (answer.ok !== true) problem(new Error(`${entry.report.name}: ${answer.message}`));
    queue.settle(entry, isDone);
    if (isDone) pump();
    else later(pump, RETRY_MS);
  };
  const pump = (): void => {
    while (socket?.connected === true) {
      const entry = queue.take(MAX_SENT);
      if (entry === undefined) return;
      void send(entry);
    }
  };
  const sendMetrics = async (): Promise<void> => {
    if (metrics === undefined || socket?.connected !== true) return;
    const current = await metrics();
    // Where the connection broke meanwhile, the next one tells what is so then.
    if (socket.connected) socket.emit('metrics:update', current);
  };
  const onConnect = (): void => {
    for (const part of health.values()) socket?.emit('health:changed', part);
    sendMetrics().catch(problem);
    pump();
  };
  const timer = setInterval(() => void sendMetrics().catch(problem), metricsIntervalMs).unref();
  void connect(options, { onConnect, problem, isClosed: () => isClosed }).then(opened => {
    socket = opened;
    if (isClosed) opened.disconnect();
  }, problem);
  const report = (name: BotReport['name'], fields: ReportContext): void => {
    try {
      const nowMs = Date.now();
      const id = fields.id ?? createUuidV7(nowMs);
      const timestamp = fields.timestamp ?? nowMs;
      queue.add({ name, fields: takeCopy(name, { ...fields, id, timestamp }) });
    } catch (error) {
      queue.leaveOut();
      problem(error);
    }
    pump();
  };
  const reportHealth = (part: ChangedHealth): void => {
    try {
      const copy = takeCopy('health:changed', part);
      if (health.size >= MAX_PARTS && !health.has(copy.name)) return;
      health.set(copy.name, copy);
      if (socket?.connected === true) socket.emit('health:changed', copy);
    } catch (error) {
      problem(error);
    }
  };
  return {
    messageProcessed: message => report('message:processed', message),
    errorOccurred: error => report('error:occurred', error),
    healthChanged: reportHealth,
    get waiting() {
      return queue.length;
    },
    get dropped() {
      return queue.dropped;
    },
    get isConnected() {
      return socket?.connected === true;
    },
    close: async (deadlineMs = CLOSE_DEADLINE_MS) => {
      const endMs = performance.now() + deadlineMs;
      while (queue.length > 0 && performance.now() < endMs)
        await new Promise(resolve => setTimeout(resolve, CLOSE_CHECK_MS));
      isClosed = true;
      clearInterval(timer);
      socket?.disconnect();
    },
  };
}

/** What is sent later, and maybe again, as it is now. Throws where it is no JSON, or more than the server takes. */
function takeCopy<Fields extends object>(name: string, fields: Fields): Fields {
  const text = JSON.stringify(fields);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_REPORT_BYTES) return JSON.parse(text) as Fields;
  throw new Error(
    `${name}: a report of ${bytes} bytes is left out; at most ${MAX_REPORT_BYTES} can be sent.`,
  );
}

function checkOptions({ url, secret }: BotClientOptions): void {
  const fail = (field: string, expected: string, value: unknown): never => {
    throw new AiwatchError('HOOK_TARGET_INVALID', {
      where: 'createBotClient()',
      field,
      expected,
      found: describe(value),
    });
  };
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    fail('url', 'the http or https URL of an aiwatch server', url);
  if (typeof secret !== 'string' || secret === '')
    fail('secret', 'the INTERNAL_SECRET of the server', typeof secret);
}

interface ConnectParts {
  readonly onConnect: () => void;
  readonly problem: (error: unknown) => void;
  readonly isClosed: () => boolean;
}

/** Loaded here, so that applications without a bot do not pay for it. */
async function connect(
  { url, secret, service = 'bot' }: BotClientOptions,
  { onConnect, problem, isClosed }: ConnectParts,
): Promise<Socket> {
  const { io } = await import('socket.io-client');
  const socket = io(url, {
    auth: { service, secret },
    autoUnref: true,
    reconnectionDelayMax: 5000,
    forceNew: true,
  });
  const again = (): void => later(() => !isClosed() && socket.connect(), REFUSED_RETRY_MS);
  socket.on('connect', onConnect);
  socket.on('connect_error', error => {
    problem(error);
    // What the server refuses by itself is not tried again by itself.
    if (!socket.active) again();
  });
  socket.on('disconnect', reason => {
    if (reason === 'io server disconnect') again();
  });
  return socket;
}

function ask(socket: Socket, { name, fields }: BotReport): Promise<Answer> {
  return socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(name, fields) as Promise<Answer>;
}

function later(run: () => unknown, ms: number): void {
  setTimeout(run, ms).unref();
}
