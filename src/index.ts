export { type Config, type LoadConfigOptions, loadConfig } from './config/index.ts';
export { AiwatchError, type ErrorCode, isAiwatchError } from './errors.ts';
export type { ActivityContext } from './events/index.ts';
export { GitError } from './hooks/index.ts';
export type { Collector, Registry } from './metrics/index.ts';
export { createMonitoring, type Monitoring, type MonitoringOptions, VERSION } from './runtime.ts';
