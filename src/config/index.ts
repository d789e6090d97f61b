export { type LoadConfigOptions, loadConfig, parseConfig } from './load-config.ts';
export { locateSetting } from './places.ts';
export type { BundleConfig, Config } from './schema.ts';
export { scrapeTimeoutSeconds } from './scrape-timeout.ts';
export { Secret } from './secret.ts';
export { buildSessionPrefix } from './session-prefix.ts';
export { listSettings, type Setting } from './settings.ts';
export { loadWebConfig, type WebConfig } from './web-config.ts';
