import type { ConsentsAnswer, RecordedConsent } from '../../../../src/api/privacy.ts';
import { requestJson } from '../../api/request.ts';
import { Status } from '../../components/badge.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { type ListPage, usePages } from '../../data/use-pages.ts';
import { ActivitySkeleton } from '../activity/activity-skeleton.tsx';

const PAGE_CONSENTS = 100;

const COLUMNS: readonly Column<RecordedConsent>[] = [
  {
    name: 'user',
    title: 'User',
    render: ({ userId }) => <span className="user-name table-id">{userId}</span>,
  },
  {
    name: 'answer',
    title: 'Answer',
    render: ({ granted }) => (
      <Status tone={granted ? 'good' : 'bad'}>{granted ? 'Agreed' : 'Refused'}</Status>
    ),
  },
  { name: 'at', title: 'Recorded', render: ({ recordedAt }) => <Time value={recordedAt} look="date-time" /> },
  { name: 'by', title: 'By', render: ({ recordedBy }) => recordedBy, isMinor: true },
];

async function loadConsents(
  after: string | undefined,
  signal: AbortSignal,
): Promise<ListPage<RecordedConsent>> {
  const { consents, next } = await requestJson<ConsentsAnswer>('/api/v1/privacy/consents', {
    query: { limit: PAGE_CONSENTS, after },
    signal,
  });
  return { items: consents, next };
}

/** What users answered, in the order of their ids. */
export function ConsentList({ onOpen }: { readonly onOpen: (userId: string) => void }) {
  const pages = usePages('consents', loadConsents);
  return (
    <Loaded query={pages.query} skeleton={<ActivitySkeleton />}>
      {() =>
        pages.items.length === 0 ? (
          <Message icon="shield" title="No answer is recorded yet">
            <p>Applications record what their users answer. Open a user to record an answer here.</p>
          </Message>
        ) : (
          <>
            <Table
              caption="Recorded answers"
              columns={COLUMNS}
              rows={pages.items}
              rowKey={({ userId }) => userId}
              onOpen={({ userId }) => onOpen(userId)}
            />
            <MoreButton pages={pages} noun="answer" />
          </>
        )
      }
    </Loaded>
  );
}
