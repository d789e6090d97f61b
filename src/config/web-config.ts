import { X509Certificate } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { AiwatchError } from '../errors.ts';
import { joinPlace, type Locate } from './places.ts';
import { buildProblems, throwProblems } from './problems.ts';
import { readText } from './read-text.ts';
import { parseYamlFile } from './yaml-file.ts';

/** TLS of a server, as `node:https` takes it. */
interface ServerTls {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion: 'TLSv1.2' | 'TLSv1.3';
  /** PEM of those who sign the certificates of clients; clients need none where it is missing. */
  readonly ca?: string;
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
}

/** A web configuration file, read. */
export interface WebConfig {
  /** Undefined for plain HTTP. */
  readonly tls: ServerTls | undefined;
  /** Hashes by bcrypt, by user; empty where no password is asked for. */
  readonly users: Readonly<Record<string, string>>;
}

const VERSIONS = { TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;
const version = (fallback: keyof typeof VERSIONS) => z.enum(['TLS12', 'TLS13']).default(fallback);

const tlsServerConfig = z
  .strictObject({
    cert_file: z.string().min(1),
    key_file: z.string().min(1),
    client_auth_type: z.enum(['NoClientCert', 'RequireAndVerifyClientCert']).default('NoClientCert'),
    client_ca_file: z.string().min(1).optional(),
    min_version: version('TLS12'),
    max_version: version('TLS13'),
  })
  .refine(tls => tls.min_version <= tls.max_version, { error: 'min_version not above max_version' })
  .refine(tls => (tls.client_ca_file !== undefined) === (tls.client_auth_type !== 'NoClientCert'), {
    error: 'client_ca_file together with client_auth_type: RequireAndVerifyClientCert',
  });

/** Modular crypt format of bcrypt: version, cost of 4 to 31, 22 characters of salt and 31 of the hash. */
const BCRYPT_HASH = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;

/** As much of https://prometheus.io/docs/prometheus/latest/configuration/https/ as aiwatch does. */
const webConfigSchema = z.strictObject({
  tls_server_config: tlsServerConfig.optional(),
  basic_auth_users: z
    .record(
      z.string().regex(/^[^:]+$/, { error: 'a user name without a colon' }),
      z.string().regex(BCRYPT_HASH, { error: 'a hash by bcrypt; aiwatch secrets --web makes one' }),
    )
    .default({}),
});

/** Refuses a certificate, or a key, that the server could not use. */
function checkTls(tls: ServerTls, where: string): void {
  try {
    createSecureContext({ cert: tls.cert, key: tls.key, ca: tls.ca });
    if (tls.ca !== undefined) new X509Certificate(tls.ca);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new AiwatchError('CONFIG_INVALID', {
      where,
      expected: 'certificates in PEM and the key of the first',
      found,
      cause,
    });
  }
}

function readTls(settings: z.output<typeof tlsServerConfig>, folder: string, locate: Locate): ServerTls {
  const where = (key: string) => locate(['tls_server_config', key]);
  const readNamed = (key: 'cert_file' | 'key_file' | 'client_ca_file', file: string) =>
    readText(resolve(folder, file), where(key));
  const mustIdentify = settings.client_auth_type !== 'NoClientCert';
  const tls: ServerTls = {
    cert: readNamed('cert_file', settings.cert_file),
    key: readNamed('key_file', settings.key_file),
    minVersion: VERSIONS[settings.min_version],
    maxVersion: VERSIONS[settings.max_version],
    requestCert: mustIdentify,
    rejectUnauthorized: mustIdentify,
    ...(settings.client_ca_file !== undefined && {
      ca: readNamed('client_ca_file', settings.client_ca_file),
    }),
  };
  checkTls(tls, locate(['tls_server_config']));
  return tls;
}

/**
 * Reads a web configuration file as Prometheus and its exporters use it, and the files that it names, whose paths are
 * seen from its folder. Without a file there is neither TLS nor a user. What Prometheus knows and aiwatch does not is
 * refused, as it may be what keeps somebody out. Throws CONFIG_FILE_UNREADABLE or CONFIG_INVALID.
 */
export function loadWebConfig(file: string | undefined): WebConfig {
  if (file === undefined) return { tls: undefined, users: {} };
  const { input, findPlace } = parseYamlFile(readText(file, `server.webConfigFile ${file}`), file);
  const locate: Locate = path => joinPlace(findPlace(path), path);
  const result = webConfigSchema.safeParse(input);
  if (!result.success) throwProblems(file, buildProblems(webConfigSchema, result.error, input, locate));
  const { tls_server_config: tls, basic_auth_users: users } = result.data;
  return { tls: tls === undefined ? undefined : readTls(tls, dirname(file), locate), users };
}
