import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useToast } from '../../components/toasts.tsx';
import { formatThings } from '../../data/format-number.ts';
import { useSession } from '../../shell/session-context.ts';
import { eraseUser, exportUrl } from './user-api.ts';

export interface DataCardProps {
  readonly userId: string;
  /** Something of the user is gone. */
  readonly onErased: () => void;
}

/** Everything that is kept about a user: to look at, to take away, and for administrators to erase. */
export function DataCard({ userId, onErased }: DataCardProps) {
  const { role } = useSession();
  const [isAsked, setIsAsked] = useState(false);
  const toast = useToast();

  async function erase(): Promise<void> {
    const { events, requests, otherRows } = await eraseUser(userId);
    toast(
      `Erased: ${formatThings(events, 'event')}, ${formatThings(requests, 'request')}, ${formatThings(otherRows, 'other row')}`,
    );
    onErased();
  }

  return (
    <Card title="Data" minHeight={150}>
      <div className="user-section">
        <p className="muted">
          Events, requests, sessions, daily counts, consent and actions. An export is recorded in the audit
          trail.
        </p>
        <div className="user-actions">
          <Link className="button button-normal" href={`/events?${new URLSearchParams({ userId })}`}>
            <Icon name="search" size={16} />
            <span>Show events</span>
          </Link>
          <a className="button button-normal" href={exportUrl(userId)} download>
            <Icon name="download" size={16} />
            <span>Export everything</span>
          </a>
          {role === 'admin' && (
            <Button icon="trash" look="danger" onClick={() => setIsAsked(true)}>
              Erase …
            </Button>
          )}
        </div>
      </div>
      {isAsked && (
        <ConfirmDialog
          title="Erase this user"
          action="Erase for good"
          typed={userId}
          onConfirm={erase}
          onClose={() => setIsAsked(false)}
        >
          <p>
            All events, requests, sessions, counts and the consent of{' '}
            <b>
              <bdi>{userId}</bdi>
            </b>{' '}
            are deleted. Nothing brings them back. The audit trail keeps that records were erased, and not
            whose.
          </p>
          <p className="muted">Export everything first, if somebody may still need it.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
