import { existsSync } from 'node:fs';
import { AiwatchError } from '../errors.ts';
import { CONFIG_FILE_VARIABLE, ENVIRONMENT, type Environment, readVariable } from './environment.ts';
import { joinPlace, type Locate, rememberPlaces } from './places.ts';
import { buildProblems, throwProblems } from './problems.ts';
import { readText } from './read-text.ts';
import { type Config, configSchema } from './schema.ts';
import { fitScrapeSlow } from './scrape-timeout.ts';
import { Secret } from './secret.ts';
import { parseYamlFile, type YamlFile } from './yaml-file.ts';

/** The file that is read when none is named; it need not exist. */
const DEFAULT_CONFIG_FILE = 'aiwatch.yml';

/** Where settings come from. */
export interface LoadConfigOptions {
  /** Path of the YAML file. Default: `AIWATCH_CONFIG`, or `aiwatch.yml` if there is one. */
  readonly file?: string;
  /** Environment variables; they win over the file. Default: `process.env`. */
  readonly env?: Environment;
}

type Section = Record<string, unknown>;
type Input = Record<string, unknown>;

/** Without a file there are no settings, and all that is wrong comes from the environment. */
function readYaml(file: string | undefined): YamlFile {
  return file === undefined
    ? { input: {}, findPlace: () => 'environment' }
    : parseYamlFile(readText(file, file), file);
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a value inside of sections, which are copied; false where one of them is something else. */
function setIn(input: Input, [key, ...rest]: readonly string[], value: unknown): boolean {
  if (rest.length === 0) {
    input[key!] = value;
    return true;
  }
  const inner = input[key!] ?? {};
  if (!isSection(inner)) return false;
  const copy = { ...inner };
  if (!setIn(copy, rest, value)) return false;
  input[key!] = copy;
  return true;
}

/** Puts the environment over the settings of the file; the variables used are returned by the key that they set. */
function mergeEnvironment(fromFile: unknown, env: Environment) {
  const input: Input = isSection(fromFile) ? { ...fromFile } : {};
  const variables = new Map<string, string>();
  for (const setting of ENVIRONMENT) {
    const value = readVariable(env, setting);
    if (value !== undefined && setIn(input, setting.key, value))
      variables.set(setting.key.join('.'), setting.variable);
  }
  return { input: isSection(fromFile) ? dropOverriddenToken(input, variables) : fromFile, variables };
}

/** A token of the environment replaces a token file of the file, and the other way round. */
function dropOverriddenToken(input: Input, variables: ReadonlyMap<string, string>): Input {
  const fromToken = variables.has('metrics.token');
  if (!isSection(input['metrics']) || fromToken === variables.has('metrics.tokenFile')) {
    return input;
  }
  const { [fromToken ? 'tokenFile' : 'token']: _overridden, ...metrics } = input['metrics'];
  return { ...input, metrics };
}

/** Checks settings that were read from somewhere and fills in the defaults; CONFIG_INVALID lists every problem. */
export function parseConfig(input: unknown, where = 'configuration', locate?: Locate): Config {
  const place = locate ?? (path => joinPlace(where, path));
  const result = configSchema.safeParse(input);
  if (!result.success) {
    throwProblems(where, buildProblems(configSchema, result.error, input, place));
  }
  if (result.data.metrics.token !== undefined && result.data.metrics.tokenFile !== undefined) {
    throw new AiwatchError('CONFIG_INVALID', {
      where: place(['metrics']),
      expected: 'token or tokenFile',
      found: 'both',
    });
  }
  const config = { ...result.data, bundle: fitScrapeSlow(result.data.bundle, place) };
  return rememberPlaces(freeze(config), place);
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Secret)) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}

function readTokenFile(config: Config): Config {
  const { tokenFile } = config.metrics;
  if (tokenFile === undefined) {
    return config;
  }
  const token = readText(tokenFile, `metrics.tokenFile ${tokenFile}`).trim();
  if (token === '') {
    throw new AiwatchError('CONFIG_INVALID', {
      where: `metrics.tokenFile ${tokenFile}`,
      expected: 'a token',
      found: 'an empty file',
    });
  }
  return freeze({ ...config, metrics: { ...config.metrics, token: new Secret(token) } });
}

/**
 * Merges aiwatch.yml and the environment into one frozen configuration. It reads synchronously: it runs once, at start.
 * Throws CONFIG_FILE_UNREADABLE for a file that cannot be read or parsed, CONFIG_INVALID for settings that are wrong.
 */
export function loadConfig(options: LoadConfigOptions = {}): Config {
  const env = options.env ?? process.env;
  const named = options.file ?? (env[CONFIG_FILE_VARIABLE] || undefined);
  const file = named ?? (existsSync(DEFAULT_CONFIG_FILE) ? DEFAULT_CONFIG_FILE : undefined);
  const { input: fromFile, findPlace } = readYaml(file);
  const { input, variables } = mergeEnvironment(fromFile, env);
  const locate: Locate = path => variables.get(path.join('.')) ?? joinPlace(findPlace(path), path);
  const config = parseConfig(input, file ?? 'environment', locate);
  return rememberPlaces(readTokenFile(config), locate);
}
