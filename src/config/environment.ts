/** One environment variable and the setting it overrides. */
export interface EnvironmentSetting {
  readonly variable: string;
  readonly key: readonly [section: string, ...settings: string[]];
  /** How the text becomes a value; text that is no number or boolean is left for the schema to refuse. */
  readonly type: 'text' | 'integer' | 'boolean';
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
  { variable: 'AIWATCH_PUBLIC_URL', key: ['server', 'publicUrl'], type: 'text' },
  { variable: 'AIWATCH_OIDC_CLIENT_SECRET', key: ['auth', 'oidc', 'clientSecret'], type: 'text' },
  { variable: 'AIWATCH_DATA_DIR', key: ['server', 'dataDir'], type: 'text' },
  { variable: 'REDIS_URL', key: ['server', 'redisUrl'], type: 'text' },
  { variable: 'INTERNAL_SECRET', key: ['server', 'internalSecret'], type: 'text' },
  { variable: 'AIWATCH_ENVIRONMENT', key: ['application', 'environment'], type: 'text' },
  { variable: 'AIWATCH_INSTANCE', key: ['application', 'instance'], type: 'text' },
  { variable: 'AIWATCH_SERVER_URL', key: ['events', 'serverUrl'], type: 'text' },
  { variable: 'AIWATCH_TOKEN', key: ['events', 'token'], type: 'text' },
  { variable: 'AIWATCH_EVENTS_DATABASE_URL', key: ['events', 'databaseUrl'], type: 'text' },
  { variable: 'AIWATCH_CAPTURE_LEVEL', key: ['privacy', 'captureLevel'], type: 'text' },
  { variable: 'AIWATCH_HASH_KEY', key: ['privacy', 'hashKey'], type: 'text' },
  { variable: 'DATABASE_URL', key: ['store', 'databaseUrl'], type: 'text' },
  { variable: 'MONITORING_RETENTION_DAYS', key: ['store', 'retentionDays'], type: 'integer' },
  { variable: 'MONITORING_CLEANUP_INTERVAL', key: ['store', 'cleanupInterval'], type: 'text' },
  { variable: 'AIWATCH_LOG_CONSOLE', key: ['log', 'console'], type: 'boolean' },
  { variable: 'AIWATCH_ALERTMANAGER_URL', key: ['alertmanager', 'url'], type: 'text' },
  { variable: 'AIWATCH_ALERTMANAGER_PASSWORD', key: ['alertmanager', 'password'], type: 'text' },
  { variable: 'MONITORING_ENABLED', key: ['webhook', 'enabled'], type: 'boolean' },
  { variable: 'MONITORING_ENDPOINT', key: ['webhook', 'endpoint'], type: 'text' },
  { variable: 'MONITORING_API_KEY', key: ['webhook', 'apiKey'], type: 'text' },
  { variable: 'MONITORING_SIGNING_SECRET', key: ['webhook', 'signingSecret'], type: 'text' },
];

/** Environment variables as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value that the environment gives to a setting; undefined where the variable is unset or empty. */
export function readVariable(
  env: Environment,
  setting: EnvironmentSetting,
): string | number | boolean | undefined {
  const text = env[setting.variable]?.trim();
  if (text === undefined || text === '') {
    return undefined;
  }
  if (setting.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return setting.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}
