/**
 * Every error aiwatch can raise, once. A message always says where it happened, what was expected, what was found
 * and what to do; codes are stable and never reused.
 */
export const ERROR_TABLE = {
  METRIC_NAME_INVALID: {
    expected: 'a name of letters, digits and underscores that does not begin with a digit',
    advice: 'Rename the metric.',
  },
  METRIC_HELP_MISSING: { expected: 'one sentence of help', advice: 'Say what the metric measures.' },
  METRIC_SUFFIX_INVALID: {
    expected: 'counters, and only counters, to end in _total',
    advice: 'Add or remove the suffix.',
  },
  METRIC_CONFLICT: {
    expected: 'the definition that was registered first',
    advice: 'Use one definition, or another name.',
  },
  METRIC_BUCKETS_INVALID: {
    expected: 'at least one finite upper bound, in ascending order, without +Inf',
    advice: 'Sort the bounds and leave +Inf out: it is always added.',
  },
  METRIC_VALUE_INVALID: { expected: 'a finite number', advice: 'Check the value before recording it.' },
  METRIC_VALUE_NEGATIVE: {
    expected: 'an amount of 0 or more',
    advice: 'A counter never goes down: use a gauge for values that do.',
  },
  LABEL_NAME_INVALID: {
    expected: 'a label name of letters, digits and underscores that is not reserved (le, quantile, __*)',
    advice: 'Rename the label.',
  },
  LABEL_MISSING: {
    expected: 'a value for every label',
    advice: 'Pass the label; use an empty string for none.',
  },
  LABEL_UNKNOWN: { expected: 'only labels of the definition', advice: 'Remove the label or add it there.' },
  COLLECTOR_CONFLICT: {
    expected: 'a collector name that is still free',
    advice: 'Give each collector its own name.',
  },
  COLLECTOR_TIMEOUT: {
    expected: 'the collector to finish before the deadline of the scrape',
    advice: 'Look at what it waits for, or allow it more time.',
  },
  PROM_CLIENT_REGISTRY_INVALID: {
    expected: 'a registry of prom-client, @prometheus-io/client or @platformatic/prom-client',
    advice: 'Pass the Registry object itself.',
  },
  CONFIG_FILE_UNREADABLE: { expected: 'a readable YAML file', advice: 'Check the path and the syntax.' },
  CONFIG_INVALID: {
    expected: 'a valid setting',
    advice: 'Correct it; docs/configuration.md lists all settings.',
  },
  PROMQL_INVALID: { expected: 'valid PromQL', advice: 'Correct the expression.' },
  RULE_NAME_TAKEN: {
    expected: 'a name that no rule of aiwatch has',
    advice: 'Choose another name.',
  },
  ACCESS_REFUSED: {
    expected: 'a bearer token, or a direct request to a server that listens on loopback only',
    advice: 'Set AIWATCH_METRICS_TOKEN and send it as "Authorization: Bearer …", or listen on 127.0.0.1.',
  },
  ACCESS_TOKEN_WRONG: {
    expected: 'the right bearer token',
    advice: 'Compare it with AIWATCH_METRICS_TOKEN.',
  },
  ACCESS_PASSWORD_WRONG: {
    expected: 'a user and the password of that user',
    advice: 'Compare them with basic_auth_users of the web configuration file (server.webConfigFile).',
  },
  ACCESS_BUSY: {
    expected: 'time to check the password',
    advice: 'Ask again in a moment. If it goes on, look for who tries passwords.',
  },
  TOKEN_MISSING: {
    expected: 'a bearer token of aiwatch',
    advice: 'Make one by aiwatch token, and send it as "Authorization: Bearer …".',
  },
  TOKEN_INVALID: {
    expected: 'a token that this server or its identity provider signed',
    advice: 'Make a new one by aiwatch token, or sign in again.',
  },
  TOKEN_EXPIRED: {
    expected: 'a token that is still valid',
    advice: 'Make a new one by aiwatch token, or sign in again.',
  },
  TOKEN_REVOKED: {
    expected: 'a token that was not revoked',
    advice: 'Ask an administrator for a new one.',
  },
  TOKEN_KEYS_UNREACHABLE: {
    expected: 'the keys of the identity provider',
    advice: 'Check the address of its JWKS, and whether this server can reach it.',
  },
  TOKEN_UNKNOWN: {
    expected: 'the id of a token that was issued here',
    advice: 'Run aiwatch token list.',
  },
  ROLE_REFUSED: {
    expected: 'a token of a role that may do this',
    advice: 'Ask an administrator for one.',
  },
  USER_REFUSED: {
    expected: 'a question about the user of the token',
    advice: 'Leave userId out; only administrators see the data of others.',
  },
  SIGN_IN_CODE_INVALID: {
    expected: 'the code of a sign-in link that was not used yet, and is not too old',
    advice: 'Make a new link by aiwatch token link.',
  },
  ORIGIN_REFUSED: {
    expected:
      'a request of a page of this server itself, which says so by Sec-Fetch-Site, Origin or X-Aiwatch-Request',
    advice:
      'Use the panel itself; programs send a token as "Authorization: Bearer …" in place of the cookie.',
  },
  HOST_REFUSED: {
    expected: 'a Host header with localhost or 127.0.0.1, or that of server.publicUrl',
    advice: 'Set server.publicUrl to the address that people use.',
  },
  OIDC_NOT_CONFIGURED: {
    expected: 'the settings auth.oidc',
    advice: 'Set them, or sign in by a token or a link of aiwatch token link.',
  },
  OIDC_UNREACHABLE: {
    expected: 'the identity provider',
    advice: 'Check auth.oidc.issuer, and whether this server can reach it.',
  },
  OIDC_STATE_INVALID: {
    expected: 'the end of a sign-in that began in this browser, in the last ten minutes',
    advice: 'Sign in once more; the browser has to take cookies.',
  },
  OIDC_FAILED: {
    expected: 'an identity provider that signs this person in',
    advice:
      'Sign in once more; if it stays so, compare auth.oidc with what the provider knows of this client.',
  },
  OIDC_ROLE_MISSING: {
    expected: 'a person with one of the roles that auth.oidc names',
    advice: 'Ask an administrator for the role at the identity provider.',
  },
  RATE_LIMITED: {
    expected: 'fewer requests',
    advice: 'Wait for the seconds of Retry-After, then ask again.',
  },
  INTAKE_BUSY: {
    expected: 'room for the body of the request',
    advice: 'Wait for the seconds of Retry-After, then send the same again, or less at once.',
  },
  REQUEST_INVALID: {
    expected: 'a request as the description of the route has it',
    advice: 'Correct it, then send it again.',
  },
  REQUEST_MALFORMED: {
    expected: 'a well-formed request: HTTP, its path in UTF-8, and a body that is what its content type says',
    advice: 'Correct it, then send it again.',
  },
  REQUEST_TOO_LARGE: {
    expected: 'a body and headers within the limits of the route',
    advice: 'Send less at once.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    expected: 'a content type that the route takes',
    advice: 'Send JSON as application/json.',
  },
  ROUTE_UNKNOWN: { expected: 'a route of this server', advice: 'Check method and path.' },
  INTERNAL_FAILURE: {
    expected: 'no failure of the server itself',
    advice: 'Look for the id of the request in the log of the server.',
  },
  HEALTH_CHECK_INVALID: {
    expected: 'a name that is still free, and a function',
    advice: 'Remove the other check by removeHealthCheck(), or choose another name.',
  },
  INCIDENT_UNKNOWN: {
    expected: 'the id of an incident that is kept',
    advice: 'List them by GET /api/v1/incidents; resolved ones are removed with the events of their time.',
  },
  HOOK_TARGET_INVALID: {
    expected: 'something this hook can observe',
    advice: 'Look at the example of the hook.',
  },
  GENERATED_FILES_STALE: {
    expected: 'generated files that match the catalogue and the configuration',
    advice: 'Run aiwatch generate (in the repository of aiwatch: npm run generate).',
  },
  FILE_NOT_GENERATED: {
    expected: 'only files that aiwatch generated in the place of its own',
    advice: 'Choose another folder by --out, or replace them by --force.',
  },
  GENERATED_FILE_EDITED: {
    expected: 'files as aiwatch generate wrote them',
    advice:
      'Move your changes to aiwatch.yml (docs/configuration.md lists all settings), or give them up by --force. Nothing was written.',
  },
  BUNDLE_RECORD_INVALID: {
    expected: 'the record of the files that aiwatch generated',
    advice: 'Restore the file, or write it anew by --force.',
  },
  BUNDLE_NOT_WRITTEN: {
    expected: 'a folder that files can be written to',
    advice: 'Check its rights and the space on the disk, then run aiwatch generate again.',
  },
  DATA_FILE_UNREADABLE: {
    expected: 'a file that this version of aiwatch can read',
    advice: 'Check its permissions, run the version that wrote it, or move it away to begin anew.',
  },
  DATA_FILE_UNWRITABLE: {
    expected: 'a folder that aiwatch can write to',
    advice: 'Set server.dataDir (or AIWATCH_DATA_DIR) to one.',
  },
  STORE_BINARIES_MISSING: {
    expected: 'programs of PostgreSQL 15 or newer',
    advice:
      'Set DATABASE_URL to a PostgreSQL server, or install one on this machine, or install aiwatch with its optional dependencies.',
  },
  STORE_VERSION_OTHER: {
    expected: 'programs of the version that made the cluster',
    advice:
      'Install that version of PostgreSQL, or move the data: aiwatch store export with the old version, aiwatch store import with the new one.',
  },
  STORE_LOCKED: {
    expected: 'a data directory that no other aiwatch server uses',
    advice: 'Stop that process, or set server.dataDir (or AIWATCH_DATA_DIR) to another folder.',
  },
  STORE_USER_MISSING: {
    expected: 'a user to run PostgreSQL as, which refuses to run as root',
    advice: 'Run aiwatch as another user than root, or make a system user named aiwatch.',
  },
  STORE_FOLDER_UNUSABLE: {
    expected: 'a folder that PostgreSQL can keep its data in',
    advice:
      'Check its owner and its rights, or set server.dataDir (or AIWATCH_DATA_DIR) to another, e.g. /var/lib/aiwatch.',
  },
  STORE_DISK_FULL: {
    expected: 'space on the disk',
    advice: 'Free some, or set server.dataDir (or AIWATCH_DATA_DIR) to a folder on a larger disk.',
  },
  STORE_START_FAILED: {
    expected: 'PostgreSQL to start',
    advice: 'Look at what it wrote. DATABASE_URL lets aiwatch use another server.',
  },
  STORE_SERVER_ENDED: {
    expected: 'PostgreSQL to go on running',
    advice: 'It is started again; if this repeats, look for a lack of memory or disk space.',
  },
  SPOOL_FULL: {
    expected: 'room for more records',
    advice: 'Try again when records have been delivered; give the spool or the disk more room if it goes on.',
  },
  SPOOL_BUSY: {
    expected: 'the disk to keep up with what is appended',
    advice: 'Try again in a moment.',
  },
  SPOOL_FAILED: {
    expected: 'the disk to read and write',
    advice: 'Nothing of this was kept. Look at the disk; trying again uses a new file.',
  },
  SPOOL_CLOSED: { expected: 'an open spool', advice: 'Open the spool again.' },
  SPOOL_LOCKED: {
    expected: 'a folder that no other process uses',
    advice: 'Stop the other one, or give each process a folder of its own.',
  },
  TEST_REPORT_INVALID: {
    expected: 'a JUnit XML report',
    advice: 'Look at that place, and at the reporter that wrote the file.',
  },
  CI_REPORT_NOT_SENT: {
    expected: 'the report to be taken',
    advice: 'Check the address and the access; --best-effort lets the pipeline go on without it.',
  },
  EVENTS_NOT_DELIVERED: {
    expected: 'the events to be taken',
    advice: 'Check the address and the token (events.serverUrl, events.token); the events wait in the spool.',
  },
  STORE_SCHEMA_NEWER: {
    expected: 'a schema of this version of aiwatch or an older one',
    advice: 'Run the version of aiwatch that changed it, or a later one.',
  },
  STORE_UNAVAILABLE: {
    expected: 'a PostgreSQL that answers',
    advice: 'Ask again in a moment. If it goes on, look whether it runs, and at the log of the server.',
  },
  CURSOR_INVALID: {
    expected: 'the nextCursor of the page before, unchanged',
    advice: 'Ask for the first page again, without a cursor.',
  },
  STORE_SCHEMA_OLDER: {
    expected: 'the schema of this version of aiwatch',
    advice: 'Run aiwatch migrate, then try again.',
  },
  STORE_NOT_EMPTY: {
    expected: 'a database in which aiwatch keeps nothing yet',
    advice: 'Import into a new database or data directory. Nothing was imported.',
  },
  STORE_EXPORT_INVALID: {
    expected: 'a whole and unchanged export of aiwatch store export',
    advice: 'Make the export anew. Nothing was imported.',
  },
  AUDIT_INPUT_INVALID: {
    expected: 'a value of the audit log',
    advice: 'Take it from where aiwatch wrote it.',
  },
  AUDIT_KEY_INVALID: {
    expected: 'an Ed25519 key of a signed note',
    advice: 'Copy the whole line of the key.',
  },
  AUDIT_CHECKPOINT_INVALID: {
    expected: 'a checkpoint that one of the given keys signed',
    advice: 'Give the key that was in use then too; if it was, the checkpoint is not authentic.',
  },
  AUDIT_INCONSISTENT: {
    expected: 'an audit trail that begins with all that was signed',
    advice:
      'Nothing is signed any more. Somebody changed the database, or it is another one: compare an export with the checkpoints that were kept elsewhere. The guide on the audit trail says how to begin anew.',
  },
  AUDIT_CHECKPOINT_NOT_SENT: {
    expected: 'the checkpoint to be taken',
    advice: 'Check audit.checkpointUrl; the next checkpoint covers what this one does.',
  },
  AUDIT_EXPORT_INVALID: {
    expected: 'an export of the audit log that this version of aiwatch can read',
    advice: 'Make the export anew, or use the version that wrote it.',
  },
  EVENT_INVALID: {
    expected: 'an event with a type, and data that fits it',
    advice: 'Correct the field; the event was not stored.',
  },
  EVENT_TOO_LARGE: {
    expected: 'an event within the bound of its size',
    advice: 'Send less of what people and models wrote, or parts of it.',
  },
  EVENT_TOO_OLD: {
    expected: 'an event that is younger than what is kept',
    advice:
      'Times are ISO 8601 or Unix milliseconds. To keep what is older, set MONITORING_RETENTION_DAYS higher.',
  },
  LIVE_SUBSCRIPTION_INVALID: {
    expected: 'a subscription of the live feed',
    advice: 'Correct the field; docs/live.md lists them.',
  },
  LIVE_SUBSCRIPTION_MISSING: {
    expected: 'a frame that subscribes, right after the connection',
    advice: 'Send { "type": "subscribe", "channels": [ … ] } first.',
  },
  LIVE_FRAME_INVALID: {
    expected: 'a JSON text frame',
    advice: 'Correct it, then connect again; docs/live.md has an example.',
  },
  LIVE_SUBSCRIBER_STUCK: {
    expected: 'a connection that takes something',
    advice: 'Connect again, with the last position as since, and read faster or ask for less.',
  },
  LIVE_CONNECTIONS_FULL: {
    expected: 'room for one more connection',
    advice: 'Try again later; live.maxConnections says how many there may be.',
  },
  LIVE_ORIGIN_REFUSED: {
    expected: 'a page of this server, or of an origin of live.allowedOrigins',
    advice: 'Add the origin of the page to live.allowedOrigins.',
  },
  LIVE_SECRET_WRONG: {
    expected: 'the secret of this server',
    advice: 'Set INTERNAL_SECRET to the same on both sides.',
  },
  LISTEN_FAILED: {
    expected: 'an address of this machine with a port that is free',
    advice: 'Stop what listens there, or choose another by --host and --port.',
  },
  SERVER_NOT_ASKED: {
    expected: 'the server to do it',
    advice: 'Check --server and --token (AIWATCH_URL, AIWATCH_TOKEN).',
  },
  OUTPUT_NOT_WRITTEN: {
    expected: 'all of it to arrive, and a new file that can be written',
    advice: 'Try again, or choose another --out; a file that is there is never overwritten.',
  },
  COMMAND_UNKNOWN: { expected: 'a command of aiwatch', advice: 'Run aiwatch --help.' },
  COMMAND_USAGE: { expected: 'the options of this command', advice: 'Run aiwatch --help.' },
} as const;
