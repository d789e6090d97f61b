import { defineAlert } from './definition.ts';

/** Files, versions and generated code. */
export const developmentAlerts = {
  fileOperationsFailing: defineAlert({
    name: 'FileOperationsFailing',
    threshold: 0.05,
    unit: 'ratio',
    forSeconds: 600,
    keepFiringForSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'operation'],
    summary: 'Operations on files fail.',
    description:
      '{value} of the {operation} operations of {job} on files failed over the last 10 minutes; the limit is {threshold}.',
    board: 'development',
  }),
  fileOperationsSlow: defineAlert({
    name: 'FileOperationsSlow',
    threshold: 1,
    unit: 'seconds',
    forSeconds: 600,
    keepFiringForSeconds: 300,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'operation'],
    summary: 'Operations on files are slow.',
    description:
      'One of twenty {operation} operations of {job} on files took longer than {value} over the last 10 minutes; the limit is {threshold}.',
    board: 'development',
  }),
  versionOperationsFailing: defineAlert({
    name: 'VersionOperationsFailing',
    threshold: 0.1,
    unit: 'ratio',
    forSeconds: 600,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'operation'],
    summary: 'Operations of version control fail.',
    description:
      '{value} of the {operation} operations of {job} on versions failed over the last hour; the limit is {threshold}.',
    board: 'development',
  }),
  versionOperationsSlow: defineAlert({
    name: 'VersionOperationsSlow',
    threshold: 10,
    unit: 'seconds',
    forSeconds: 600,
    severity: 'warning',
    team: 'application',
    labels: ['job', 'operation'],
    summary: 'Operations of version control are slow.',
    description:
      'One of twenty {operation} operations of {job} on versions took longer than {value} over the last hour; the limit is {threshold}.',
    board: 'development',
  }),
  codeGenerationFailing: defineAlert({
    name: 'CodeGenerationFailing',
    threshold: 0.2,
    unit: 'ratio',
    forSeconds: 600,
    severity: 'warning',
    team: 'application',
    labels: ['job'],
    summary: 'Generating code fails often.',
    description:
      '{value} of the pieces of code that {job} had generated over the last hour failed; the limit is {threshold}.',
    board: 'development',
  }),
} as const;
