/** How something is delivered to an address, whatever it is. */
export interface DeliveryConfig {
  /** Address that deliveries are posted to: http or https. */
  readonly endpoint: string;
  /** Goes as `Authorization: Bearer`. */
  readonly apiKey?: string | undefined;
  /** Key of the signatures: `whsec_` and base64 as in Standard Webhooks, or any text. @default not signed */
  readonly signingSecret?: string | undefined;
  /** Attempts for one delivery before it is given up. @default 8 */
  readonly maxAttempts?: number | undefined;
  /** Time that the other side has to answer. @default 10000 */
  readonly timeoutMs?: number | undefined;
  /** Attempts at once. @default 8 */
  readonly concurrency?: number | undefined;
  /** Deliveries in memory at the most. @default 1000 */
  readonly maxWaiting?: number | undefined;
  /** Bytes of the bodies in memory, from which on no more are taken. @default 16777216 */
  readonly maxWaitingBytes?: number | undefined;
  /** Deliveries of one lane that wait behind one that fails; what goes beyond is given up at once. @default 100 */
  readonly maxPerLane?: number | undefined;
  /** Pause after the first failure; it doubles with each further one. @default 1000 */
  readonly firstPauseMs?: number | undefined;
  /** The longest pause. @default 300000 */
  readonly maxPauseMs?: number | undefined;
  /** Failures one after another, of whatever delivery, from which on the other side counts as down. @default 5 */
  readonly breakerFailures?: number | undefined;
}

/** All of it. */
export type ResolvedDelivery = {
  readonly [Name in Exclude<keyof DeliveryConfig, 'endpoint' | 'apiKey' | 'signingSecret'>]-?: number;
};

const DEFAULTS: ResolvedDelivery = {
  maxAttempts: 8,
  timeoutMs: 10_000,
  concurrency: 8,
  maxWaiting: 1000,
  maxWaitingBytes: 16 * 1024 * 1024,
  maxPerLane: 100,
  firstPauseMs: 1000,
  maxPauseMs: 300_000,
  breakerFailures: 5,
};

/** The numbers of a configuration, with those that it leaves out. */
export function resolveDelivery(config: DeliveryConfig): ResolvedDelivery {
  const given = Object.keys(DEFAULTS).flatMap(name => {
    const value = config[name as keyof ResolvedDelivery];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}
