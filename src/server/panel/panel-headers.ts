import type { FastifyRequest } from 'fastify';

/** What a page of the panel may load and where it may connect to: this server alone. No inline script, no inline style. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'connect-src': "'self'",
  'font-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
} as const;

/** A host as a source expression of a policy may have it. */
const HOST = /^[a-z\d.-]+(:\d+)?$/i;

/** Sockets to this very server: browsers before 2022 do not count them as `'self'`. */
function socketsOf(host: string): string {
  return HOST.test(host) ? ` ws://${host} wss://${host}` : '';
}

function policyFor(host: string): string {
  return Object.entries(POLICY)
    .map(([name, sources]) => `${name} ${sources}${name === 'connect-src' ? socketsOf(host) : ''}`)
    .join('; ');
}

/** What a page of ours never needs. */
const NO_PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map(name => `${name}=()`)
  .join(', ');

/** Headers of everything that belongs to the panel. */
export function panelHeaders({ host }: Pick<FastifyRequest, 'host'>): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policyFor(host),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': NO_PERMISSIONS,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
