import type { Config } from './schema.ts';

/** Says where a setting was given, e.g. `aiwatch.yml:3:5, server.port`, or the variable of the environment. */
export type Locate = (path: readonly PropertyKey[]) => string;

const LOCATORS = new WeakMap<Config, Locate>();

/** Puts the keys of a setting behind where they were given. */
export function joinPlace(where: string, path: readonly PropertyKey[]): string {
  return path.length === 0 ? where : `${where}, ${path.join('.')}`;
}

/** Keeps with a configuration where its settings come from; returns the configuration. */
export function rememberPlaces(config: Config, locate: Locate): Config {
  LOCATORS.set(config, locate);
  return config;
}

/** Where a setting of a loaded configuration was given; for mistakes that show only when it is used. */
export function locateSetting(config: Config, path: readonly PropertyKey[]): string {
  return LOCATORS.get(config)?.(path) ?? joinPlace('configuration', path);
}
