import { useState } from 'react';
import type { ConsentAnswer } from '../../../../src/api/privacy.ts';
import { Status } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import type { Query } from '../../data/use-query.ts';
import { recordConsent } from './user-api.ts';

export interface ConsentCardProps {
  readonly userId: string;
  readonly query: Query<ConsentAnswer>;
}

/** What a user agreed to, and a way to record another answer. */
export function ConsentCard({ userId, query }: ConsentCardProps) {
  const [asked, setAsked] = useState<boolean>();
  const toast = useToast();

  async function record(granted: boolean): Promise<void> {
    await recordConsent(userId, granted);
    toast(granted ? 'Consent is recorded' : 'The refusal is recorded');
    query.reload();
  }

  return (
    <Card title="Consent" minHeight={150}>
      <Loaded query={query} skeleton={96}>
        {consent => (
          <div className="user-section">
            <ConsentState consent={consent} />
            <div className="user-actions">
              <Button icon="check" disabled={consent.granted === true} onClick={() => setAsked(true)}>
                Record consent
              </Button>
              <Button icon="close" disabled={consent.granted === false} onClick={() => setAsked(false)}>
                Record refusal
              </Button>
            </div>
          </div>
        )}
      </Loaded>
      {asked !== undefined && (
        <ConfirmDialog
          title={asked ? 'Record consent' : 'Record refusal'}
          action={asked ? 'Record consent' : 'Record refusal'}
          onConfirm={() => record(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p>
            {asked
              ? 'Events of this user are taken in from now on.'
              : 'From now on events of this user are not taken in any more. What is there already stays until it is erased.'}
          </p>
          <p className="muted">The audit trail says who recorded it.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

function ConsentState({ consent }: { readonly consent: ConsentAnswer }) {
  if (consent.granted === null) {
    return (
      <div>
        <Status tone="neutral">No answer is recorded</Status>
        <p className="muted">Events are taken in, as long as nobody records a refusal.</p>
      </div>
    );
  }
  return (
    <div>
      <Status tone={consent.granted ? 'good' : 'bad'}>
        {consent.granted ? 'Agreed' : 'Refused: events are not taken in'}
      </Status>
      <p className="muted">
        Recorded <Time value={consent.recordedAt} look="date-time" /> by <bdi>{consent.recordedBy}</bdi>
      </p>
    </div>
  );
}
