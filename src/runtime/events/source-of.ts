import { hostname } from 'node:os';
import type { Config } from '../../config/index.ts';
import type { EventSource } from '../../events/index.ts';

/** What is said of events whose sender says nothing: which application they are of, and where it runs. */
export function sourceOf(
  { application }: Pick<Config, 'application'>,
  name: string = application.name,
): EventSource {
  const instance = application.instance ?? `${hostname()}-${process.pid}`;
  return { application: name, environment: application.environment, instance };
}
