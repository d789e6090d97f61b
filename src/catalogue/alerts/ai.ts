import { defineAlert } from './definition.ts';

/** Calls to models. */
export const aiAlerts = {
  highAiCallRate: defineAlert({
    name: 'HighAICallRate',
    threshold: 100,
    unit: 'per_second',
    forSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'instance', 'provider', 'model', 'operation', 'status'],
    summary: 'A model is called unusually often.',
    description:
      '{job} makes {value} calls per second to {model} of {provider} ({operation}, {status}); the limit is {threshold}.',
    board: 'ai',
  }),
} as const;
