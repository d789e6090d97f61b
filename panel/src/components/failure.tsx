import type { ApiFailure } from '../api/request.ts';
import { Button } from './button.tsx';
import { Message } from './message.tsx';

/** What to do about a failure, by its status. */
function adviceFor({ status, code, expected }: ApiFailure): string {
  if (code === 'UNREACHABLE') {
    return 'Check that “aiwatch serve” runs and that this browser reaches it. The panel asks again by itself.';
  }
  if (code === 'UNREADABLE') {
    return 'Check whether a proxy answers in place of “aiwatch serve”. The panel asks again by itself.';
  }
  if (status === 401) return 'Sign in again.';
  if (status === 403) return 'This needs another role. Sign in as an administrator.';
  if (status === 404)
    return 'This server does not offer it: it may be older than the panel, or the part is switched off.';
  if (status === 429) return 'Too many requests came from here. The panel asks again by itself.';
  if (status === 503) return 'The server waits for its database. The panel asks again by itself.';
  if (status >= 500) return 'The log of the server says more. The panel asks again by itself.';
  return expected === undefined ? 'Change what you asked for.' : `Expected: ${expected}.`;
}

export interface FailureProps {
  readonly error: ApiFailure;
  readonly onRetry: () => void;
}

/** A question that the server did not answer, and what can be done. */
export function Failure({ error, onRetry }: FailureProps) {
  const title =
    error.code === 'UNREACHABLE'
      ? 'No connection'
      : error.status === 403
        ? 'Not allowed'
        : 'This could not be loaded';
  return (
    <Message icon="warning" title={title} tone="bad" isAlert>
      <p>{error.message}</p>
      <p>{adviceFor(error)}</p>
      {error.id !== undefined && (
        <p>
          Id in the log: <code>{error.id}</code>
        </p>
      )}
      <Button icon="refresh" onClick={onRetry}>
        Try again
      </Button>
    </Message>
  );
}
