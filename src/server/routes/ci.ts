import type { FastifyPluginCallback } from 'fastify';
import type { ScrapeAccess } from '../../metrics/index.ts';
import type { DeliveryReport } from '../../recorders/index.ts';
import { requireAccess } from '../access/require-access.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { errorAnswers } from '../schemas/error-schema.ts';

export interface CiRouteOptions {
  readonly access: ScrapeAccess;
  readonly delivery: DeliveryStore;
}

/** A report is a few short fields. */
const BODY_LIMIT_BYTES = 16 * 1024;

/** Becomes the value of a label: not empty, short, without control characters. */
const text = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
} as const;
/** At most 10^9: what is more is a mistake, and no count of tests or seconds. */
const amount = { type: 'number', minimum: 0, maximum: 1e9 } as const;
const count = { ...amount, type: 'integer' } as const;

const reports = {
  deployment: {
    type: 'object',
    required: ['project', 'environment', 'version', 'status'],
    properties: {
      project: text,
      environment: text,
      version: text,
      status: { enum: ['success', 'failure'] },
      durationSeconds: amount,
    },
  },
  rollback: {
    type: 'object',
    required: ['project', 'environment'],
    properties: { project: text, environment: text, version: text },
  },
  tests: {
    type: 'object',
    required: ['project', 'suite', 'passed', 'failed', 'skipped', 'durationSeconds'],
    properties: {
      project: text,
      suite: text,
      passed: count,
      failed: count,
      skipped: count,
      durationSeconds: amount,
    },
  },
} as const satisfies Readonly<Record<DeliveryReport['kind'], object>>;

/** One report; what else the body has is left alone. */
const bodySchema = {
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: Object.keys(reports) } },
  allOf: Object.entries(reports).map(([kind, report]) => ({
    if: { required: ['kind'], properties: { kind: { const: kind } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: report,
  })),
} as const;

/** Only what a report has, whatever else was sent. */
function pickReport(body: DeliveryReport): DeliveryReport {
  const names = ['kind', ...Object.keys(reports[body.kind].properties)];
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => names.includes(name)),
  ) as unknown as DeliveryReport;
}

/** `POST /api/v1/ci`: takes what `aiwatch ci` reports; answers 204 when it is kept. */
export function createCiRoutes({ access, delivery }: CiRouteOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.post<{ Body: DeliveryReport }>(
      '/api/v1/ci',
      {
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          tags: ['delivery'],
          summary: 'Takes a report of a pipeline',
          security: [{ metrics: [] }],
          body: bodySchema,
          response: { 204: { type: 'null', description: 'It is kept.' }, ...errorAnswers },
        },
        onRequest: requireAccess('POST /api/v1/ci', access),
      },
      async (request, reply) => {
        await delivery.record(pickReport(request.body));
        return reply.code(204).send();
      },
    );
    done();
  };
}
