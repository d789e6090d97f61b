import { posix } from 'node:path';
import type { Deployment } from './deployment.ts';
import type { JobName } from './jobs.ts';

type ClientSecurity = Deployment['security'];

/** The part of the settings that concerns the server of a job: none where it has no web configuration file. */
export function securityOf({ security }: Deployment, job: JobName): ClientSecurity | undefined {
  return security.jobs.includes(job) ? security : undefined;
}

/** `tls_config` and `basic_auth` of an HTTP client of Prometheus or Alertmanager; empty where neither is set. */
export function buildHttpClient(security: ClientSecurity | undefined) {
  const { tls = null, basicAuth = null } = security ?? {};
  const serverName = tls?.serverName === undefined ? {} : { server_name: tls.serverName };
  return {
    ...(tls === null ? {} : { tls_config: { ca_file: tls.caFile, ...serverName } }),
    ...(basicAuth === null
      ? {}
      : { basic_auth: { username: basicAuth.username, password_file: basicAuth.passwordFile } }),
  };
}

/** The same with the scheme; for clients that have addresses, not URLs. */
export function buildAddressedClient(security: ClientSecurity | undefined) {
  return {
    ...(security === undefined || security.tls === null ? {} : { scheme: 'https' }),
    ...buildHttpClient(security),
  };
}

/** The same for a data source of Grafana, which reads the files itself (`$__file{…}`). */
export function buildDatasourceSecurity({ security }: Pick<Deployment, 'security'>, job: JobName) {
  const { tls, basicAuth, jobs, grafanaSecretsDir } = security;
  const readFrom = (file: string) => `$__file{${posix.join(grafanaSecretsDir, posix.basename(file))}}`;
  const isSecured = jobs.includes(job);
  const serverName = tls?.serverName === undefined ? {} : { serverName: tls.serverName };
  const ca = isSecured && tls !== null ? { tlsCACert: readFrom(tls.caFile) } : {};
  const password =
    isSecured && basicAuth !== null ? { basicAuthPassword: readFrom(basicAuth.passwordFile) } : {};
  const secrets = { ...ca, ...password };
  return {
    jsonData: isSecured && tls !== null ? { tlsAuthWithCACert: true, ...serverName } : {},
    settings: {
      ...(isSecured && basicAuth !== null ? { basicAuth: true, basicAuthUser: basicAuth.username } : {}),
      ...(Object.keys(secrets).length === 0 ? {} : { secureJsonData: secrets }),
    },
  };
}
