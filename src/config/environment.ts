/** One environment variable and the setting it overrides. */
export interface EnvironmentSetting {
  readonly variable: string;
  readonly key: readonly [section: string, setting: string];
  /** How the text becomes a value; `integer` leaves text that is no number for the schema to refuse. */
  readonly type: 'text' | 'integer';
}

/** The variable that names the configuration file. */
export const CONFIG_FILE_VARIABLE = 'AIWATCH_CONFIG';

/** Every environment variable that sets something; they win over the file. */
export const ENVIRONMENT: readonly EnvironmentSetting[] = [
  { variable: 'AIWATCH_APPLICATION_NAME', key: ['application', 'name'], type: 'text' },
  { variable: 'AIWATCH_METRICS_PATH', key: ['metrics', 'path'], type: 'text' },
  { variable: 'AIWATCH_METRICS_TOKEN', key: ['metrics', 'token'], type: 'text' },
  { variable: 'AIWATCH_METRICS_TOKEN_FILE', key: ['metrics', 'tokenFile'], type: 'text' },
  { variable: 'AIWATCH_MAX_SERIES_PER_METRIC', key: ['metrics', 'maxSeriesPerMetric'], type: 'integer' },
  { variable: 'AIWATCH_MEMORY_LIMIT_BYTES', key: ['metrics', 'memoryLimitBytes'], type: 'integer' },
  { variable: 'AIWATCH_HOST', key: ['server', 'host'], type: 'text' },
  { variable: 'AIWATCH_PORT', key: ['server', 'port'], type: 'integer' },
  { variable: 'AIWATCH_WEB_CONFIG_FILE', key: ['server', 'webConfigFile'], type: 'text' },
  { variable: 'AIWATCH_DATA_DIR', key: ['server', 'dataDir'], type: 'text' },
];

/** Environment variables as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value that the environment gives to a setting; undefined where the variable is unset or empty. */
export function readVariable(env: Environment, setting: EnvironmentSetting): string | number | undefined {
  const text = env[setting.variable]?.trim();
  if (text === undefined || text === '') {
    return undefined;
  }
  return setting.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}
