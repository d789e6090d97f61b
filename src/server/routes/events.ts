import { isUtf8 } from 'node:buffer';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { EVENT_LIMITS } from '../../catalogue/index.ts';
import { AiwatchError } from '../../errors.ts';
import type { EventSource, Verdict } from '../../events/index.ts';
import type { Intake } from '../../runtime.ts';
import { identityOf } from '../access/identity.ts';
import { requireRole } from '../access/require-role.ts';
import { createBodyBudget } from '../plugins/body-budget.ts';
import { ingestSchema, LINE_TYPES } from './events-schema.ts';

export interface EventRouteOptions {
  readonly intake: Intake;
  /** What is said of the source of events whose token and body say nothing. */
  readonly defaultSource: EventSource;
}

const ROUTE = 'POST /api/v1/events';
/** A full batch of events of ordinary size; single large ones fit too. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
/** Six of the largest bodies at once. */
const BODY_BUDGET_BYTES = 6 * BODY_LIMIT_BYTES;

/**
 * `POST /api/v1/events`: takes one event, a list, `{ "events": [ … ] }`, or NDJSON. 202 when all are on the disk (or
 * left out as configured), 207 with a verdict for each where some are refused, 400 for a single one that is.
 */
export function createEventRoutes({ intake, defaultSource }: EventRouteOptions): FastifyPluginAsync {
  const budget = { where: ROUTE, bodyLimitBytes: BODY_LIMIT_BYTES, budgetBytes: BODY_BUDGET_BYTES };
  return async app => {
    // Fastify itself reads it, as a text.
    app.removeContentTypeParser('text/plain');
    // Whatever names the data of an event have, they are copied before anything is done with them: none of them is
    // refused, and nobody else's events with it.
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser<Buffer>(
      'application/json',
      { parseAs: 'buffer' },
      async (_request: FastifyRequest, body: Buffer) => parseBody(body),
    );
    app.addContentTypeParser<Buffer>(
      [...LINE_TYPES],
      { parseAs: 'buffer' },
      async (_request: FastifyRequest, body: Buffer) => parseLines(body),
    );
    app.post(
      '/api/v1/events',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: ingestSchema,
        // Each event is checked by itself, so that one which is wrong does not keep the others out.
        validatorCompiler: () => () => true,
        onRequest: [requireRole(ROUTE, 'service', 'admin'), refuseEncoding, createBodyBudget(budget)],
      },
      async (request, reply) => {
        const source = sourceOf(request, defaultSource);
        const isInstanceBound = identityOf(request).instance !== undefined;
        const { inputs, isSingle } = listInputs(request.body);
        const verdicts = await intake.submit(inputs, source, { isInstanceBound });
        return isSingle ? answerOne(reply, verdicts[0]!) : answerBatch(reply, verdicts);
      },
    );
  };
}

/** A packed body may become any size. */
async function refuseEncoding({ headers }: FastifyRequest): Promise<void> {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  const expected = 'a body that is not packed';
  const found = 'a packed one';
  throw new AiwatchError('MEDIA_TYPE_UNSUPPORTED', {
    where: ROUTE,
    field: 'content-encoding',
    expected,
    found,
  });
}

function parseBody(body: Buffer): unknown {
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('JSON', body.length === 0 ? 'an empty body' : 'something else');
  }
}

/** A line that is no JSON stays the text that it is: validation refuses it, and the others are taken. */
function parseLines(body: Buffer): readonly unknown[] {
  return listLines(textOf(body)).map(line => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return line;
    }
  });
}

function textOf(body: Buffer): string {
  if (isUtf8(body)) return body.toString('utf8');
  throw malformed('UTF-8', 'something else');
}

function malformed(expected: string, found: string): AiwatchError {
  return new AiwatchError('REQUEST_MALFORMED', { where: 'the body', expected, found });
}

/** The lines that are not empty; no more than say that there are too many: a body has room for a million of them. */
function listLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length <= EVENT_LIMITS.eventsPerBatch; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    if (line.trim() !== '') lines.push(line);
    start = end + 1;
  }
  return lines;
}

function listInputs(body: unknown): { readonly inputs: readonly unknown[]; readonly isSingle: boolean } {
  const events = Array.isArray(body) ? body : (body as { readonly events?: unknown } | null)?.events;
  const inputs = Array.isArray(events) ? events : [body];
  if (inputs.length > 0 && inputs.length <= EVENT_LIMITS.eventsPerBatch) {
    return { inputs, isSingle: !Array.isArray(events) };
  }
  throw new AiwatchError('REQUEST_INVALID', {
    where: ROUTE,
    field: 'body',
    expected: `1 to ${EVENT_LIMITS.eventsPerBatch} events`,
    found: String(inputs.length),
  });
}

/** The token says whose events these are. Of what it does not say, the instance alone may be told by the event. */
function sourceOf(request: FastifyRequest, defaultSource: EventSource): EventSource {
  const { application, environment, instance } = identityOf(request);
  return {
    application: application ?? defaultSource.application,
    environment: environment ?? defaultSource.environment,
    instance: instance ?? defaultSource.instance,
  };
}

function answerOne(reply: FastifyReply, verdict: Verdict): FastifyReply {
  if (!('refused' in verdict)) return reply.code(202).send(describe(verdict));
  const { code, field, expected, found } = verdict.refused;
  throw new AiwatchError(code, { where: ROUTE, field, expected, found });
}

function answerBatch(reply: FastifyReply, verdicts: readonly Verdict[]): FastifyReply {
  const refused = verdicts.filter(verdict => 'refused' in verdict).length;
  const dropped = verdicts.filter(verdict => 'dropped' in verdict).length;
  const counts = { accepted: verdicts.length - refused - dropped, dropped, refused };
  if (refused === 0) return reply.code(202).send(counts);
  const results = verdicts.map((verdict, index) => ({ index, ...describe(verdict) }));
  return reply.code(207).send({ ...counts, results });
}

function describe(verdict: Verdict) {
  if ('accepted' in verdict) return { status: 'accepted', id: verdict.accepted.event.id };
  if ('dropped' in verdict) return { status: 'dropped', reason: verdict.dropped };
  const { code, field, expected, found } = verdict.refused;
  return { status: 'refused', error: code, field, expected, found };
}
