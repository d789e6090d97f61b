import { Link } from 'wouter';
import type { DashboardAnswer } from '../../../../src/api/dashboard.ts';
import { Card } from '../../components/card.tsx';
import { EventText } from '../../components/event-text.tsx';
import { Message } from '../../components/message.tsx';
import { Ago } from '../../components/time.tsx';
import { keyOfEvent } from '../../data/event-key.ts';
import type { Query } from '../../data/use-query.ts';
import { Unknown } from './unknown.tsx';

const SHOWN = 5;
const HEIGHT_PX = 220;

/** The last errors of applications. */
export function ErrorsCard({ query }: { readonly query: Query<DashboardAnswer> }) {
  const errors = query.data?.lastErrors;
  return (
    <Card
      title="Last errors"
      note={<Link href="/activity?type=error">All errors</Link>}
      minHeight={HEIGHT_PX}
    >
      {errors === undefined && <Unknown hasFailed={query.error !== undefined} height={HEIGHT_PX} />}
      {errors?.length === 0 && (
        <Message icon="check" title="No errors" tone="good">
          <p>None was reported.</p>
        </Message>
      )}
      {errors !== undefined && errors.length > 0 && (
        <ol className="errors">
          {errors.slice(0, SHOWN).map(error => (
            <li key={keyOfEvent(error)}>
              <span className="error-text">
                <EventText event={error} />
              </span>
              <span className="muted">
                <bdi>{error.userId ?? 'nobody'}</bdi> · <Ago value={error.timestamp} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
