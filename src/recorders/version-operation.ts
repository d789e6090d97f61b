import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';
import { createOperationRecorder, type OperationObservation, type OperationRecorder } from './operation.ts';

type VersionOperation = 'create' | 'restore' | 'delete';

/** One operation of version control; its size is that of all files in the version together. */
export type VersionOperationObservation = OperationObservation<VersionOperation>;

/** Turns operations of version control into metrics. */
export type VersionOperationRecorder = OperationRecorder<VersionOperation>;

export function createVersionOperationRecorder(
  registry: Registry,
  { version }: Catalogue,
): VersionOperationRecorder {
  return createOperationRecorder(registry, version);
}
