import type { LiveRecorder } from '../recorders/index.ts';
import type { LiveAccess } from './admission.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { LiveFeed } from './live-feed.ts';

/** What sockets of any kind need. */
export interface TransportOptions {
  readonly feed: LiveFeed;
  readonly access: LiveAccess;
  readonly recorder: LiveRecorder;
  readonly gate: ConnectionGate;
  /** Origins of pages, beside this server's own, that may open sockets. */
  readonly allowedOrigins: readonly string[];
  /** How long a connection may take to say who it is, and what it wants. */
  readonly deadlineMs: number;
  /** Between signs of life that are asked for. */
  readonly heartbeatMs: number;
}
