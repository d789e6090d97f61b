import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** Turns what users of a coding assistant produce into metrics. */
export interface DevelopmentRecorder {
  /** A model generated a piece of code. @param language in any case; an empty one counts as `unknown`. */
  codeGenerated(language: string, status?: 'success' | 'error'): void;
  projectCreated(): void;
}

export function createDevelopmentRecorder(
  registry: Registry,
  { development }: Catalogue,
): DevelopmentRecorder {
  const generations = registry.counter(development.codeGenerations);
  const projects = registry.counter(development.projectsCreated).with({});
  return {
    codeGenerated: (language, status = 'success') => {
      generations.with({ language: language.trim().toLowerCase() || 'unknown', status }).inc();
    },
    projectCreated: () => projects.inc(),
  };
}
