import { join } from 'node:path';
import { projectRoot } from '../../tools/project-root.ts';

/** Loads a compiled part of aiwatch that its package does not export. @param file below `dist`. */
export async function loadBuilt<T>(file: string): Promise<T> {
  return (await import(join(projectRoot, 'dist', file))) as T;
}
