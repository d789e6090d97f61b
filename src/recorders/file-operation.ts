import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';
import { createOperationRecorder, type OperationObservation, type OperationRecorder } from './operation.ts';

type FileOperation = 'create' | 'read' | 'update' | 'delete';

/** One operation on a file; its size is that of what was read, written or deleted. */
export type FileOperationObservation = OperationObservation<FileOperation>;

/** Turns operations on files into metrics. */
export type FileOperationRecorder = OperationRecorder<FileOperation>;

export function createFileOperationRecorder(registry: Registry, { file }: Catalogue): FileOperationRecorder {
  return createOperationRecorder(registry, file);
}
