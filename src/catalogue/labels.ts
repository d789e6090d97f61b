import { defineLabel } from './definition.ts';

export const method = defineLabel({
  name: 'method',
  help: 'HTTP request method; any that is not registered is _OTHER.',
  values: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', '_OTHER'],
});

export const route = defineLabel({
  name: 'route',
  help: 'Template of the route, never the raw path; requests that match no route are "unmatched".',
  maxValues: 100,
});

export const statusCode = defineLabel({
  name: 'status_code',
  help: 'HTTP status code; before there was one, 499 when the client left and 500 when the server broke off.',
  maxValues: 62,
});

export const stream = defineLabel({
  name: 'stream',
  help: 'Whether the answer was streamed, so that long streams do not count as slow answers.',
  values: ['true', 'false'],
});

export const outcome = defineLabel({
  name: 'outcome',
  help: 'How the response ended: completely, aborted by the client, or broken off by the server.',
  values: ['completed', 'aborted', 'error'],
});

export const provider = defineLabel({
  name: 'provider',
  help: 'Provider of the model, by its OpenTelemetry name where it has one.',
  maxValues: 20,
});

export const model = defineLabel({ name: 'model', help: 'Model that was asked for.', maxValues: 100 });

export const aiOperation = defineLabel({
  name: 'operation',
  help: 'What the model was asked to do, e.g. chat or embeddings.',
  maxValues: 20,
});

export const aiStatus = defineLabel({
  name: 'status',
  help: 'How the call ended; an abandoned one was given up by the caller half-way.',
  values: ['success', 'error', 'abandoned'],
});

export const tokenType = defineLabel({
  name: 'type',
  help: 'Kind of token; kinds are disjoint, so that their sum is the total.',
  values: ['input', 'output', 'cache_read', 'cache_write', 'reasoning'],
});

export const aiErrorType = defineLabel({
  name: 'error_type',
  help: 'Kind of error.',
  values: [
    'rate_limit',
    'timeout',
    'authentication',
    'permission',
    'not_found',
    'invalid_request',
    'context_length',
    'content_filter',
    'overloaded',
    'server_error',
    'network',
    'unknown',
  ],
});

export const tool = defineLabel({ name: 'tool', help: 'Name of the tool.', maxValues: 100 });

export const status = defineLabel({
  name: 'status',
  help: 'Whether the operation succeeded.',
  values: ['success', 'error'],
});

export const fileOperation = defineLabel({
  name: 'operation',
  help: 'What was done to the file.',
  values: ['create', 'read', 'update', 'delete'],
});

export const versionOperation = defineLabel({
  name: 'operation',
  help: 'What was done to the version.',
  values: ['create', 'restore', 'delete'],
});

export const language = defineLabel({
  name: 'language',
  help: 'Programming language of the generated code, in lower case.',
  maxValues: 60,
});

export const gcKind = defineLabel({
  name: 'kind',
  help: 'Kind of garbage collection.',
  values: ['minor', 'major', 'incremental', 'weakcb'],
});

export const eventLoopState = defineLabel({
  name: 'state',
  help: 'Whether the event loop was working or waiting.',
  values: ['active', 'idle'],
});

export const heapSpace = defineLabel({ name: 'space', help: 'Space of the V8 heap.', maxValues: 12 });

export const resourceType = defineLabel({
  name: 'type',
  help: 'Type of the resource that keeps the event loop alive.',
  maxValues: 40,
});

export const command = defineLabel({
  name: 'command',
  help: 'File name of the program that the child process runs.',
  maxValues: 50,
});

export const collector = defineLabel({ name: 'collector', help: 'Name of the collector.', maxValues: 30 });

export const metric = defineLabel({ name: 'metric', help: 'Name of the metric family.', maxValues: 500 });

export const hook = defineLabel({ name: 'hook', help: 'Name of the hook.', maxValues: 30 });

export const format = defineLabel({
  name: 'format',
  help: 'Exposition format of the answer.',
  values: ['text', 'openmetrics'],
});

export const version = defineLabel({ name: 'version', help: 'Version of aiwatch.', maxValues: 5 });

export const nodeVersion = defineLabel({ name: 'node_version', help: 'Version of Node.js.', maxValues: 5 });

export const alertStatus = defineLabel({
  name: 'status',
  help: 'Whether the alert fires or has resolved.',
  values: ['firing', 'resolved'],
});

export const costSource = defineLabel({
  name: 'source',
  help: 'Whether the provider reported the cost, or it was estimated from a list of prices.',
  values: ['reported', 'estimated'],
});

export const queue = defineLabel({ name: 'queue', help: 'Name of the queue.', maxValues: 20 });

export const integration = defineLabel({
  name: 'integration',
  help: 'What delivers to the outside, e.g. webhook.',
  maxValues: 20,
});

export const deliveryResult = defineLabel({
  name: 'result',
  help: 'How an attempt ended: failed ones are made again, dead_letter was the last of its event.',
  values: ['delivered', 'failed', 'dead_letter'],
});

export const project = defineLabel({
  name: 'project',
  help: 'What is deployed or tested.',
  maxValues: 50,
});

export const environment = defineLabel({
  name: 'environment',
  help: 'Where it is deployed to, e.g. production.',
  maxValues: 10,
});

export const deploymentStatus = defineLabel({
  name: 'status',
  help: 'How the deployment ended.',
  values: ['success', 'failure'],
});

export const releaseVersion = defineLabel({
  name: 'version',
  help: 'Version that was deployed, e.g. a tag or a commit.',
  maxValues: 50,
});

export const suite = defineLabel({ name: 'suite', help: 'Which tests, e.g. unit.', maxValues: 20 });

export const testResult = defineLabel({
  name: 'result',
  help: 'How the test ended; an error in its set-up counts as failed.',
  values: ['passed', 'failed', 'skipped'],
});

export const eventType = defineLabel({
  name: 'type',
  help: 'Type of the event; types that aiwatch does not know are "custom".',
  values: ['chat', 'tool', 'session', 'error', 'message', 'request', 'system', 'custom'],
});

export const eventRefusal = defineLabel({
  name: 'reason',
  help: 'Why the event was not accepted: what is wrong with it, or with the spool.',
  values: ['invalid', 'too_large', 'too_old', 'spool_full', 'spool_busy', 'spool_failed', 'closed'],
});

export const dropReason = defineLabel({
  name: 'reason',
  help: 'Why the event was left out.',
  values: ['sampled', 'consent', 'do_not_track', 'capture_level'],
});

export const redactionKind = defineLabel({
  name: 'kind',
  help: 'What was removed: secrets of any kind, a kind of personal data, or the content of a file.',
  maxValues: 30,
});

export const liveTransport = defineLabel({
  name: 'transport',
  help: 'How the live feed reaches a subscriber.',
  values: ['socket.io', 'websocket', 'event-stream'],
});

export const shedReason = defineLabel({
  name: 'reason',
  help: 'Why the connection was refused or closed: too many, too late to say what it wants, malformed, or taking nothing.',
  values: ['limit', 'deadline', 'malformed', 'stuck'],
});

export const retentionResult = defineLabel({
  name: 'result',
  help: 'How the run ended.',
  values: ['success', 'failure'],
});

export const healthCheck = defineLabel({ name: 'check', help: 'Name of the health check.', maxValues: 50 });

export const healthStatus = defineLabel({
  name: 'status',
  help: 'How it is: degraded works but not well, critical needs somebody now.',
  values: ['healthy', 'degraded', 'unhealthy', 'critical'],
});
