import { defineMetric } from './definition.ts';
import { language, status } from './labels.ts';

/** What users of a coding assistant produce; recorded explicitly. */
export const developmentMetrics = {
  codeGenerations: defineMetric({
    type: 'counter',
    name: 'ai_code_generations_total',
    help: 'Pieces of code that a model generated.',
    unit: 'generations',
    labels: [language, status],
    since: '0.1.0',
  }),
  projectsCreated: defineMetric({
    type: 'counter',
    name: 'projects_created_total',
    help: 'Projects that users created.',
    unit: 'projects',
    labels: [],
    since: '0.1.0',
  }),
} as const;
